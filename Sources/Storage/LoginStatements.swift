package import Postgres

/// SQL of failed log-ins, codes and tokens.
package enum LoginStatements {
  /// Seconds a key has to wait after its last attempt.
  private static func delay(free: Int, longest: Int) -> String {
    "make_interval(secs => CASE WHEN known.failures < \(free) THEN 0 ELSE least(\(longest), 2 ^ least(known.failures - \(free), 10)) END)"
  }

  /// Adds one to a key that need not wait; gives no row for one that must. By the clock, not by the start of the transaction: of two attempts at
  /// the same moment the one that waited for the other would otherwise find an attempt in its future, and be refused.
  private static func counting(_ delay: String) -> String {
    """
    INSERT INTO login_failures AS known (key, failures, last_at) VALUES ($1, 1, clock_timestamp())
    ON CONFLICT (key) DO UPDATE SET failures = CASE WHEN known.last_at < now() - interval '1 hour' THEN 1 ELSE known.failures + 1 END,
      last_at = clock_timestamp()
    WHERE known.last_at + \(delay) <= clock_timestamp()
    RETURNING failures
    """
  }

  private static let nameDelay = delay(free: 5, longest: 60)
  private static let codeDelay = delay(free: 5, longest: 900)
  private static let peerDelay = delay(free: 30, longest: 30)

  package static let countName = Statement("login.count_name", counting(nameDelay))
  package static let countCode = Statement("login.count_code", counting(codeDelay))
  package static let countPeer = Statement("login.count_peer", counting(peerDelay))

  /// Counts an attempt under a key; gives no row when it has to wait.
  static func count(_ key: String) -> Statement {
    key.hasPrefix("peer:") ? countPeer : key.hasPrefix("code:") ? countCode : countName
  }

  /// Seconds until the last of the keys may try again, rounded up.
  package static let wait = Statement(
    "login.wait",
    """
    SELECT max(ceil(extract(epoch FROM known.last_at
      + CASE WHEN known.key LIKE 'peer:%' THEN \(peerDelay) WHEN known.key LIKE 'code:%' THEN \(codeDelay) ELSE \(nameDelay) END
      - now())))::bigint
    FROM login_failures AS known WHERE known.key = ANY ($1::text[])
    """)

  /// Whether the person of a name has signed in from an address before. Asked for every name, so that the time does not tell who exists.
  package static let isKnown = Statement(
    "login.is_known", "SELECT EXISTS (SELECT FROM users WHERE lower(username) = lower($1) AND $2 = ANY (known_addresses))")

  package static let forget = Statement("login.forget", "DELETE FROM login_failures WHERE key = $1")

  package static let forgive = Statement(
    "login.forgive", "UPDATE login_failures SET failures = greatest(0, failures - 1) WHERE key = $1")

  package static let forgetOld = Statement(
    "login.forget_old", "DELETE FROM login_failures WHERE last_at < now() - interval '1 hour'")

  package static let all = [countName, countCode, countPeer, wait, isKnown, forget, forgive, forgetOld]
}
