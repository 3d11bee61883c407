/// One execution of a statement.
struct Step: Sendable {
  let statement: Statement
  let values: [SQLValue]

  init(_ statement: Statement, _ values: [SQLValue]) {
    // The protocol counts parameters in 16 bits; lists belong into arrays.
    precondition(values.count <= 65535, "too many parameters in \(statement.name)")
    self.statement = statement
    self.values = values
  }
}
