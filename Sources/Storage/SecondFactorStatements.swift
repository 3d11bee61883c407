package import Postgres

/// SQL of second factors, recovery codes and log-ins that wait for one.
package enum SecondFactorStatements {
  package static let find = Statement(
    "second_factor.find",
    """
    SELECT totp_sealed, totp_pending, totp_last_step, totp_enabled_at,
      (SELECT count(*) FROM recovery_codes WHERE user_id = users.id AND used_at IS NULL)
    FROM users WHERE id = $1
    """)

  // MARK: Setting up

  package static let setPending = Statement(
    "second_factor.set_pending", "UPDATE users SET totp_pending = $2 WHERE id = $1 AND totp_sealed IS NULL")

  /// Only the secret whose first code was checked becomes the second factor.
  package static let enable = Statement(
    "second_factor.enable",
    """
    UPDATE users SET totp_sealed = totp_pending, totp_pending = NULL, totp_enabled_at = now(), totp_last_step = $3
    WHERE id = $1 AND totp_sealed IS NULL AND totp_pending = $2
    """)

  package static let disable = Statement(
    "second_factor.disable",
    """
    UPDATE users SET totp_sealed = NULL, totp_pending = NULL, totp_enabled_at = NULL, totp_last_step = NULL
    WHERE id = $1 AND totp_sealed IS NOT NULL RETURNING username
    """)

  package static let deleteCodes = Statement("second_factor.delete_codes", "DELETE FROM recovery_codes WHERE user_id = $1")

  package static let addCodes = Statement(
    "second_factor.add_codes", "INSERT INTO recovery_codes (user_id, code_hash) SELECT $1, unnest($2::bytea[])")

  // MARK: Proving

  /// Of two requests with the same code one changes the row.
  package static let acceptStep = Statement(
    "second_factor.accept_step", "UPDATE users SET totp_last_step = $2 WHERE id = $1 AND coalesce(totp_last_step, -1) < $2")

  package static let useCode = Statement(
    "second_factor.use_code",
    "UPDATE recovery_codes SET used_at = now() WHERE user_id = $1 AND code_hash = $2 AND used_at IS NULL")

  // MARK: Log-ins that wait

  package static let insertChallenge = Statement(
    "challenge.insert",
    "INSERT INTO login_challenges (token_hash, user_id, expires_at) VALUES ($1, $2, now() + make_interval(secs => $3::bigint))")

  private static let lives =
    "expires_at > now() AND attempts < $2 AND EXISTS (SELECT FROM users WHERE id = user_id AND disabled_at IS NULL)"

  package static let findChallenge = Statement(
    "challenge.find", "SELECT user_id FROM login_challenges WHERE token_hash = $1 AND \(lives)")

  /// Counts an attempt before it is made, so that several at once are not more than several.
  package static let countAttempt = Statement(
    "challenge.count_attempt", "UPDATE login_challenges SET attempts = attempts + 1 WHERE token_hash = $1 AND \(lives) RETURNING attempts")

  package static let deleteChallenge = Statement("challenge.delete", "DELETE FROM login_challenges WHERE token_hash = $1")

  package static let deleteChallenges = Statement("challenge.delete_all", "DELETE FROM login_challenges WHERE user_id = $1")

  package static let deleteExpired = Statement("challenge.delete_expired", "DELETE FROM login_challenges WHERE expires_at <= now()")

  /// Keeps the newest twenty of one user.
  package static let deleteSurplus = Statement(
    "challenge.delete_surplus",
    """
    DELETE FROM login_challenges WHERE token_hash IN (
      SELECT token_hash FROM login_challenges WHERE user_id = $1 ORDER BY expires_at DESC OFFSET 20)
    """)

  package static let all = [
    find, setPending, enable, disable, deleteCodes, addCodes, acceptStep, useCode, insertChallenge, findChallenge, countAttempt,
    deleteChallenge, deleteChallenges, deleteExpired, deleteSurplus,
  ]
}
