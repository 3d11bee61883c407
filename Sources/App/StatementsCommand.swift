internal import Postgres
internal import Storage

/// `autoflow statements`: every SQL statement as name, tab, text in one line; benchmarks replay them.
enum StatementsCommand {
  static func run(_ arguments: [String], _ runtime: Runtime) async throws {
    _ = try Options(arguments)
    for statement in AllStatements.list {
      let words = statement.sql.split(whereSeparator: \.isWhitespace).joined(separator: " ")
      Output.line("\(statement.name)\t\(words)")
    }
  }
}
