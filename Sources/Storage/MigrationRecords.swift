internal import Postgres

/// Files and applied migrations side by side.
struct MigrationRecords {
  struct Checked {
    let migration: Migration
    /// SHA-256 of the file, hexadecimal.
    let checksum: String
  }

  struct Applied {
    let version: Int
    let fileName: String
    let checksum: String
    let appliedAt: Int64
  }

  let applied: [Applied]
  let pending: [Checked]
  /// Applied, and the file has another checksum.
  let edited: [String]
  /// Applied, and no file has this number and name.
  let missing: [String]
  private let newestFile: Int

  init(_ migrations: [Migration], checksums: Rows?, applied rows: Rows?) throws(DatabaseError) {
    var files: [Checked] = []
    for (migration, row) in zip(migrations, checksums.map(Array.init) ?? []) {
      files.append(Checked(migration: migration, checksum: try row.text(0)))
    }
    var applied: [Applied] = []
    for row in rows.map(Array.init) ?? [] {
      applied.append(
        Applied(version: Int(try row.int(0)), fileName: try row.text(1), checksum: try row.text(2), appliedAt: try row.timestamp(3)))
    }
    let known = Dictionary(uniqueKeysWithValues: files.map { ($0.migration.version, $0) })
    let done = Set(applied.map(\.version))
    self.applied = applied
    newestFile = files.last?.migration.version ?? 0
    pending = files.filter { !done.contains($0.migration.version) }
    missing = applied.filter { known[$0.version]?.migration.fileName != $0.fileName }.map(\.fileName)
    edited = applied.filter { record in
      known[record.version].map { $0.migration.fileName == record.fileName && $0.checksum != record.checksum } ?? false
    }.map(\.fileName)
  }

  var verdict: MigrationStatus.Verdict {
    let newer = applied.filter { $0.version > newestFile }.map(\.fileName)
    let different = (missing + edited).filter { !newer.contains($0) }
    if !different.isEmpty { return .different(different) }
    if !newer.isEmpty { return .ahead(newer) }
    return pending.isEmpty ? .current : .behind(pending.map(\.migration.fileName))
  }

  /// One row per migration, in order: the server computes the checksums, so that no other part is needed here.
  static func checksumQuery(_ migrations: [Migration]) -> String {
    guard !migrations.isEmpty else { return "SELECT WHERE false" }
    let values = migrations.map { "(\($0.version), \(ScriptSession.literal($0.sql)))" }.joined(separator: ",")
    return "SELECT encode(sha256(convert_to(content, 'UTF8')), 'hex') FROM (VALUES \(values)) AS file (version, content) ORDER BY version"
  }
}
