package import Postgres

/// SQL of sessions.
package enum SessionStatements {
  package static let insert = Statement(
    "session.insert", "INSERT INTO sessions (token_hash, user_id, expires_at) VALUES ($1, $2, now() + make_interval(secs => $3::bigint))")

  package static let find = Statement(
    "session.find",
    """
    SELECT users.id, users.username, users.is_admin, users.language FROM sessions JOIN users ON users.id = sessions.user_id
    WHERE sessions.token_hash = $1 AND sessions.expires_at > now()
    """)

  /// The session's user and, when it may be seen, the project: the first of the two round trips of every project page.
  package static let inProject = Statement(
    "session.in_project",
    """
    SELECT users.id, users.username, users.is_admin, users.language, projects.id, projects.name,
      CASE WHEN users.is_admin THEN 'admin' ELSE membership.role END, projects.archived_at IS NOT NULL
    FROM sessions JOIN users ON users.id = sessions.user_id
    LEFT JOIN projects ON projects.slug = $2
    LEFT JOIN project_memberships AS membership ON membership.project_id = projects.id AND membership.user_id = users.id
    WHERE sessions.token_hash = $1 AND sessions.expires_at > now()
    """)

  package static let delete = Statement("session.delete", "DELETE FROM sessions WHERE token_hash = $1")

  package static let deleteExpired = Statement("session.delete_expired", "DELETE FROM sessions WHERE expires_at <= now()")

  package static let all = [insert, find, inProject, delete, deleteExpired]
}
