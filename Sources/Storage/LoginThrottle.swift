internal import Crypto
package import Postgres

/// Slows down guessing of passwords, by name and by address, on every process alike.
///
/// An attempt counts as failed until it has succeeded, so that a burst of them cannot slip through together. A name waits from its sixth
/// failure on: 1, 2, 4 and so on up to 60 seconds; an address, which many people may share, from its thirty-first on, up to 30 seconds. An hour
/// without an attempt forgets all.
package struct LoginThrottle: Sendable {
  private let database: Database

  package init(database: Database) { self.database = database }

  /// What one attempt is counted under.
  package struct Attempt: Sendable, Equatable {
    let nameKey: String
    /// nil when the address is not known.
    let peerKey: String?

    /// - Parameter peer: address as text; empty when it is not known.
    package init(username: String, peer: String) {
      // A digest: names that people mistype are sometimes their passwords.
      nameKey = "name:" + Hex.encode(SHA256.digest(Array(username.lowercased().utf8)))
      peerKey = peer.isEmpty ? nil : "peer:" + peer.unicodeScalars.prefix(100).map(String.init).joined()
    }
  }

  /// Counts an attempt before it is made.
  /// - Returns: seconds to wait when it must not be made now; else nil.
  package func begin(_ attempt: Attempt) async throws(DatabaseError) -> Int? {
    var statements: [(Statement, [SQLValue])] = [(LoginStatements.countName, [.text(attempt.nameKey)])]
    if let peer = attempt.peerKey { statements.append((LoginStatements.countPeer, [.text(peer)])) }
    let counted = try await database.batch(statements)
    guard counted.contains(where: \.isEmpty) else { return nil }
    let keys = [attempt.nameKey, attempt.peerKey].compactMap { $0 }
    let rows = try await database.query(LoginStatements.wait, [.texts(keys)])
    return max(1, Int(try rows.first?.optionalInt(0) ?? 1))
  }

  /// Takes the count of an attempt back because it succeeded.
  package func succeed(_ attempt: Attempt) async throws(DatabaseError) {
    var statements: [(Statement, [SQLValue])] = [(LoginStatements.forget, [.text(attempt.nameKey)]), (LoginStatements.forgetOld, [])]
    if let peer = attempt.peerKey { statements.append((LoginStatements.forgive, [.text(peer)])) }
    _ = try await database.batch(statements)
  }
}
