package import Postgres

/// SQL of people.
package enum UserStatements {
  package static let exists = Statement("users.exists", "SELECT EXISTS (SELECT FROM users)")

  /// Held until the end of the transaction, so that of two first admins the second sees the one that came first.
  package static let lockFirst = Statement("users.lock_first", "SELECT pg_advisory_xact_lock(4715286390212)")

  package static let insertFirst = Statement(
    "users.insert_first",
    """
    INSERT INTO users (username, password_hash, is_admin) SELECT $1, $2, true WHERE NOT EXISTS (SELECT FROM users) RETURNING id
    """)

  package static let findByName = Statement(
    "users.find_by_name", "SELECT id, username, password_hash, is_admin FROM users WHERE lower(username) = lower($1)")

  package static let setHash = Statement("users.set_hash", "UPDATE users SET password_hash = $2 WHERE id = $1")

  package static let all = [exists, lockFirst, insertFirst, findByName, setHash]
}
