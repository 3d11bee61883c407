package import Domain
internal import Crypto
package import Postgres

/// Slows down guessing of passwords and codes, by account and by address, on every process alike.
///
/// An attempt counts as failed until it has succeeded, so that a burst of them cannot slip through together. A name or a session's own password
/// waits from its sixth failure on: 1, 2, 4 and so on up to 60 seconds; a code of six digits up to 15 minutes, since a million of them can be
/// guessed; an address, which many people may share, from its thirty-first on, up to 30 seconds. An hour without an attempt forgets all: nobody is
/// locked out for good. A name has a count of its own at each address its person has signed in from before: whoever keeps guessing from elsewhere
/// does not make them wait.
package struct LoginThrottle: Sendable {
  private let database: Database

  package init(database: Database) { self.database = database }

  /// What one attempt is counted under.
  package struct Attempt: Sendable, Equatable {
    private(set) var keys: [String]
    /// Name and address, as far as an address can be known for it.
    fileprivate var place: (username: String, peer: String)?

    private init(_ key: String?, peer: String) {
      keys = [key, peer.isEmpty ? nil : "peer:" + PeerGroup.text(peer)].compactMap { $0 }
    }

    /// The same attempt, counted for this name at this address only.
    fileprivate var atKnownAddress: Attempt {
      var attempt = self
      guard let place, let name = keys.first else { return self }
      attempt.keys[0] = name + "@" + place.peer
      return attempt
    }

    package static func == (one: Self, other: Self) -> Bool { one.keys == other.keys }

    /// A log-in with a name.
    /// - Parameter peer: address as text; empty when it is not known.
    package init(username: String, peer: String) {
      // A digest: names that people mistype are sometimes their passwords.
      self.init("name:" + Hex.encode(SHA256.digest(Array(username.lowercased().utf8))), peer: peer)
      // Longer names are nobody's.
      if !peer.isEmpty { place = (String(username.prefix(100)), PeerGroup.text(peer)) }
    }

    /// A code of the second factor, or a recovery code.
    package init(codeOf user: UserID, peer: String) { self.init("code:\(user)", peer: peer) }

    /// The present password, asked for again inside a session.
    package init(passwordOf user: UserID, peer: String) { self.init("own:\(user)", peer: peer) }

    /// A token that belongs to no account: of the first admin, of an invite.
    package init(tokenFrom peer: String) { self.init(nil, peer: peer) }
  }

  /// What an attempt is to be begun and ended as.
  package func placed(_ attempt: Attempt) async throws(DatabaseError) -> Attempt {
    guard let place = attempt.place else { return attempt }
    let rows = try await database.query(LoginStatements.isKnown, [.foreign(place.username), .foreign(place.peer)])
    return try rows.first?.bool(0) == true ? attempt.atKnownAddress : attempt
  }

  /// Counts an attempt before it is made.
  /// - Returns: seconds to wait when it must not be made now; else nil.
  package func begin(_ attempt: Attempt) async throws(DatabaseError) -> Int? {
    let counted = try await database.batch(attempt.keys.map { (LoginStatements.count($0), [.text($0)]) })
    guard counted.contains(where: \.isEmpty) else { return nil }
    let rows = try await database.query(LoginStatements.wait, [.texts(attempt.keys)])
    return max(1, Int(try rows.first?.optionalInt(0) ?? 1))
  }

  /// Takes the count of an attempt back because it succeeded.
  package func succeed(_ attempt: Attempt) async throws(DatabaseError) {
    let statements = attempt.keys.map { key in
      (key.hasPrefix("peer:") ? LoginStatements.forgive : LoginStatements.forget, [SQLValue.text(key)])
    }
    _ = try await database.batch(statements + [(LoginStatements.forgetOld, [])])
  }
}

/// The part of an address that one person holds: all of IPv4's, and the first 64 bits of IPv6's, which providers give out whole (RFC 6177 §2).
enum PeerGroup {
  static func text(_ peer: String) -> String {
    let bounded = String(String.UnicodeScalarView(peer.unicodeScalars.prefix(100)))
    guard bounded.contains(":"), !bounded.contains(".") else { return bounded }
    let head = bounded.firstRange(of: "::").map { bounded[..<$0.lowerBound] } ?? bounded[...]
    let groups = head.split(separator: ":").prefix(4).map(String.init)
    return (groups + Array(repeating: "0", count: 4 - groups.count)).joined(separator: ":")
  }
}
