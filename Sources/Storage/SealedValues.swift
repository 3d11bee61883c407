package import Crypto
internal import Domain
package import Postgres

/// Everything in the database that the master key seals itself: keys of projects, and second factors of people.
package struct SealedValues: Sendable {
  let database: Database
  let keyring: MasterKeyring

  package init(database: Database, keyring: MasterKeyring) {
    self.database = database
    self.keyring = keyring
  }

  /// One sealed value, by whose it is.
  package enum Place: Sendable, Equatable, CustomStringConvertible {
    /// - Parameter generation: 1 but for a project whose master key was lost.
    case projectKey(slug: String, generation: Int64)
    case secondFactor(username: String)

    /// For people who run commands.
    package var description: String {
      switch self {
      case .projectKey(let slug, 1): "key of project \(slug)"
      case .projectKey(let slug, let generation): "key \(generation) of project \(slug)"
      case .secondFactor(let username): "second factor of \(username)"
      }
    }
  }

  /// A value with the key that opens it; `unknown` when none here does, or it is damaged.
  package struct Finding: Sendable, Equatable {
    package let place: Place
    package let owner: MasterKeyring.Owner
  }

  /// Tries to open each value.
  package func check() async throws(DatabaseError) -> [Finding] {
    let keys = try await database.query(SealedValueStatements.listProjectKeys, [], scope: .system)
    let people = try await database.query(SealedValueStatements.listPeople, [])
    return try keys.map { row throws(DatabaseError) in
      let (project, generation) = (try row.int(0), try row.int(1))
      return finding(
        .projectKey(slug: try row.text(3), generation: generation), try row.bytes(2),
        SecretVault.keyContext(project, generation: generation))
    }
      + people.map { row throws(DatabaseError) in
        finding(.secondFactor(username: try row.text(1)), try row.bytes(2), TwoFactorSeal.context(try row.int(0)))
      }
  }

  private func finding(_ place: Place, _ sealed: [UInt8], _ context: SealContext) -> Finding {
    let isReadable = (try? keyring.open(sealed, context: context)) != nil
    return Finding(place: place, owner: isReadable ? keyring.owner(of: sealed) : .unknown)
  }
}
