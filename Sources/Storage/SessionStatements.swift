package import Postgres

/// SQL of sessions.
package enum SessionStatements {
  /// Over for good at `expires_at`, over for want of use three days after the last one, and dead at once with a user who is disabled.
  private static let lives =
    "sessions.expires_at > now() AND sessions.last_seen_at > now() - interval '3 days' AND users.disabled_at IS NULL"

  /// The user; whether a second factor is owed, which costs a look at the settings of the instance only where there is none; and whether the
  /// session's last use is to be written again.
  private static let user =
    """
    users.id, users.username, users.is_admin, users.language,
      CASE WHEN users.totp_enabled_at IS NULL THEN (SELECT requires_two_factor FROM instance_settings WHERE id) ELSE false END,
      sessions.last_seen_at < now() - interval '1 minute'
    """

  package static let find = Statement(
    "session.find",
    "SELECT \(user) FROM sessions JOIN users ON users.id = sessions.user_id WHERE sessions.token_hash = $1 AND \(lives)")

  /// The session's user and, when it may be seen, the project: the first of the two round trips of every project page.
  package static let inProject = Statement(
    "session.in_project",
    """
    SELECT \(user), projects.id, projects.name,
      CASE WHEN users.is_admin THEN 'admin' ELSE membership.role END, projects.archived_at IS NOT NULL
    FROM sessions JOIN users ON users.id = sessions.user_id
    LEFT JOIN projects ON projects.slug = $2
    LEFT JOIN project_memberships AS membership ON membership.project_id = projects.id AND membership.user_id = users.id
    WHERE sessions.token_hash = $1 AND \(lives)
    """)

  /// Of several requests at the same moment one writes.
  package static let touch = Statement(
    "session.touch", "UPDATE sessions SET last_seen_at = now() WHERE token_hash = $1 AND last_seen_at < now() - interval '1 minute'")

  package static let insert = Statement(
    "session.insert",
    """
    INSERT INTO sessions (token_hash, user_id, expires_at, address, user_agent)
    VALUES ($1, $2, now() + make_interval(secs => $3::bigint), $4, $5)
    """)

  /// Sessions of one user that still live, newest use first; with which of them has the token `$2`.
  package static let list = Statement(
    "session.list",
    """
    SELECT sessions.id, sessions.created_at, sessions.last_seen_at, sessions.address, sessions.user_agent, sessions.token_hash = $2
    FROM sessions JOIN users ON users.id = sessions.user_id WHERE sessions.user_id = $1 AND \(lives)
    ORDER BY sessions.last_seen_at DESC, sessions.id DESC
    """)

  package static let delete = Statement("session.delete", "DELETE FROM sessions WHERE token_hash = $1")

  package static let deleteOne = Statement(
    "session.delete_one", "DELETE FROM sessions WHERE user_id = $1 AND id = $2 RETURNING user_agent, address")

  /// All of one user but that with the token `$2`, which may be NULL.
  package static let deleteOthers = Statement(
    "session.delete_others", "DELETE FROM sessions WHERE user_id = $1 AND token_hash IS DISTINCT FROM $2::bytea")

  package static let deleteExpired = Statement("session.delete_expired", "DELETE FROM sessions WHERE expires_at <= now()")

  /// Keeps the newest hundred of one user.
  package static let deleteSurplus = Statement(
    "session.delete_surplus",
    "DELETE FROM sessions WHERE id IN (SELECT id FROM sessions WHERE user_id = $1 ORDER BY id DESC OFFSET 100)")

  package static let all = [find, inProject, touch, insert, list, delete, deleteOne, deleteOthers, deleteExpired, deleteSurplus]
}
