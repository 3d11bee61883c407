package import Postgres

/// A place for embeddings of notes, where the server has pgvector. The product computes none.
package enum EmbeddingPreparation: Sendable, Equatable {
  /// Column and index are there.
  case ready
  /// The server does not have the extension.
  case absent
  /// The server has it and did not let us use it; with its reason.
  case refused(String)

  /// Arbitrary, but the same in every release.
  private static let lock = 4_715_286_390_213

  /// Asks the schema's own function, as the owner of the tables. Of several processes one works: `CREATE EXTENSION IF NOT EXISTS` fails when
  /// another session creates the same one.
  package static func run(_ database: Database) async throws(DatabaseError) -> EmbeddingPreparation {
    let session = try await database.openScriptSession()
    defer { session.close() }
    _ = try await session.run("SELECT pg_advisory_lock(\(lock))")
    let answer = try await session.run("SELECT prepare_embeddings()")?.first?.text(0) ?? "absent"
    switch answer {
    case "ready": return .ready
    case "absent": return .absent
    default: return .refused(answer)
    }
  }
}
