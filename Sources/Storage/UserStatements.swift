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

  private static let account =
    "SELECT id, username, password_hash, is_admin, disabled_at IS NOT NULL, totp_enabled_at IS NOT NULL FROM users"

  package static let findByName = Statement("users.find_by_name", "\(account) WHERE lower(username) = lower($1)")

  package static let findByID = Statement("users.find_by_id", "\(account) WHERE id = $1")

  /// The same password with today's costs.
  package static let setHash = Statement("users.set_hash", "UPDATE users SET password_hash = $2 WHERE id = $1")

  package static let changePassword = Statement(
    "users.change_password", "UPDATE users SET password_hash = $2, password_changed_at = now() WHERE id = $1")

  /// A second factor that was begun in an older session and never confirmed is forgotten. The address `$2` becomes the newest of those known.
  package static let noteLogIn = Statement(
    "users.note_log_in",
    """
    UPDATE users SET last_login_at = now(), totp_pending = NULL,
      known_addresses = CASE WHEN $2 = '' THEN known_addresses ELSE ($2 || array_remove(known_addresses, $2))[1:5] END
    WHERE id = $1
    """)

  package static let setLanguage = Statement("users.set_language", "UPDATE users SET language = $2 WHERE id = $1")

  package static let all = [
    exists, lockFirst, insertFirst, findByName, findByID, setHash, changePassword, noteLogIn, setLanguage,
  ]
}
