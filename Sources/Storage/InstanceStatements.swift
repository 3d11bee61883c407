package import Postgres

/// SQL of the pages for admins of the instance.
package enum InstanceStatements {
  /// What a list shows of a user. They were last seen when one of their sessions was used, or else when they signed in.
  private static let userColumns = """
    users.id, users.username, users.is_admin, users.disabled_at, users.totp_enabled_at IS NOT NULL,
      (SELECT count(*) FROM project_memberships WHERE user_id = users.id),
      greatest(users.last_login_at, (SELECT max(last_seen_at) FROM sessions WHERE user_id = users.id)), users.created_at
    """

  /// By name; `$1` is part of it in lower case, `$2` whether only those who cannot sign in.
  package static let users = Statement(
    "instance.users",
    """
    SELECT \(userColumns) FROM users WHERE ($1::text = '' OR strpos(lower(users.username), $1) > 0) AND (NOT $2 OR users.disabled_at IS NOT NULL)
    ORDER BY lower(users.username) LIMIT $3 OFFSET $4
    """)

  package static let countUsers = Statement(
    "instance.count_users",
    """
    SELECT count(*) FROM users WHERE ($1::text = '' OR strpos(lower(users.username), $1) > 0) AND (NOT $2 OR users.disabled_at IS NOT NULL)
    """)

  package static let oneUser = Statement("instance.user", "SELECT \(userColumns) FROM users WHERE users.id = $1")

  package static let memberships = Statement(
    "instance.memberships",
    """
    SELECT projects.slug, projects.name, membership.role FROM project_memberships AS membership
    JOIN projects ON projects.id = membership.project_id WHERE membership.user_id = $1 ORDER BY lower(projects.name), projects.id LIMIT 500
    """)

  /// By name, from the `$2`-th on.
  package static let projects = Statement(
    "instance.projects",
    """
    SELECT projects.slug, projects.name, projects.archived_at, projects.created_at,
      (SELECT count(*) FROM project_memberships WHERE project_id = projects.id),
      (SELECT count(*) FROM project_memberships WHERE project_id = projects.id AND role = 'admin')
    FROM projects ORDER BY lower(projects.name), projects.id LIMIT $1 OFFSET $2
    """)

  package static let countProjects = Statement("instance.count_projects", "SELECT count(*) FROM projects")

  /// Held until the end of the transaction: changes of users' rights come one after the other, so that of two last admins one stays.
  package static let lock = Statement(
    "instance.lock", "SELECT requires_two_factor FROM instance_settings FOR NO KEY UPDATE")

  package static let isAdmin = Statement(
    "instance.is_admin", "SELECT EXISTS (SELECT FROM users WHERE id = $1 AND is_admin AND disabled_at IS NULL)")

  package static let rights = Statement(
    "instance.rights", "SELECT username, is_admin, disabled_at IS NOT NULL FROM users WHERE id = $1")

  package static let setAdmin = Statement("instance.set_admin", "UPDATE users SET is_admin = $2 WHERE id = $1")

  package static let disable = Statement("instance.disable", "UPDATE users SET disabled_at = now() WHERE id = $1")
  package static let enable = Statement("instance.enable", "UPDATE users SET disabled_at = NULL WHERE id = $1")
  package static let endSessions = Statement("instance.end_sessions", "DELETE FROM sessions WHERE user_id = $1")
  package static let endChallenges = Statement("instance.end_challenges", "DELETE FROM login_challenges WHERE user_id = $1")

  package static let settings = Statement("instance.settings", "SELECT requires_two_factor, updated_at FROM instance_settings")

  package static let requireTwoFactor = Statement(
    "instance.require_two_factor", "UPDATE instance_settings SET requires_two_factor = $1, updated_at = now()")

  /// Users who would have to set up the second factor.
  package static let withoutTwoFactor = Statement(
    "instance.without_two_factor", "SELECT count(*) FROM users WHERE totp_enabled_at IS NULL AND disabled_at IS NULL")

  package static let all = [
    users, countUsers, oneUser, memberships, projects, countProjects, lock, isAdmin, rights, setAdmin, disable, enable, endSessions,
    endChallenges, settings, requireTwoFactor, withoutTwoFactor,
  ]
}
