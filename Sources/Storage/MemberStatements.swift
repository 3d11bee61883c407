package import Postgres

/// SQL of the members of a project.
package enum MemberStatements {
  /// Held until the end of the transaction: changes of a project's members come one after the other, so that of two last admins one stays.
  package static let lock = Statement("members.lock", "SELECT FROM projects WHERE id = $1 FOR NO KEY UPDATE")

  /// Whether a user may configure the project at this moment.
  package static let canConfigure = Statement(
    "members.can_configure",
    """
    SELECT EXISTS (SELECT FROM users WHERE id = $2 AND disabled_at IS NULL AND (is_admin
      OR EXISTS (SELECT FROM project_memberships WHERE project_id = $1 AND user_id = $2 AND role = 'admin')))
    """)

  /// A member's name and role, and whether somebody else is an admin who can sign in.
  package static let find = Statement(
    "members.find",
    """
    SELECT users.username, membership.role, EXISTS (
        SELECT FROM project_memberships AS other JOIN users AS person ON person.id = other.user_id
        WHERE other.project_id = $1 AND other.user_id <> $2 AND other.role = 'admin' AND person.disabled_at IS NULL)
    FROM project_memberships AS membership JOIN users ON users.id = membership.user_id
    WHERE membership.project_id = $1 AND membership.user_id = $2
    """)

  package static let role = Statement(
    "members.role", "SELECT role FROM project_memberships WHERE project_id = $1 AND user_id = $2")

  package static let setRole = Statement(
    "members.set_role", "UPDATE project_memberships SET role = $3 WHERE project_id = $1 AND user_id = $2")

  package static let remove = Statement("members.remove", "DELETE FROM project_memberships WHERE project_id = $1 AND user_id = $2")

  /// By name, from the `$3`-th on.
  package static let list = Statement(
    "members.list",
    """
    SELECT users.id, users.username, membership.role, membership.created_at, users.disabled_at IS NOT NULL, users.is_admin
    FROM project_memberships AS membership JOIN users ON users.id = membership.user_id
    WHERE membership.project_id = $1 ORDER BY lower(users.username) LIMIT $2 OFFSET $3
    """)

  package static let count = Statement("members.count", "SELECT count(*) FROM project_memberships WHERE project_id = $1")

  /// Tells every process that a user may see less than before: their open streams end. Sent when the transaction commits.
  package static let tellAccess = Statement("members.tell_access", "SELECT pg_notify('tasks', 'access:' || $1::bigint)")

  package static let all = [lock, canConfigure, find, role, setRole, remove, list, count, tellAccess]
}
