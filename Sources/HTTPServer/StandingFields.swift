internal import HTTP

/// Header fields that every answer of a server carries unless it has said something else under their names.
struct StandingFields: Sendable {
  private let fields: [(name: String, line: [UInt8])]
  /// All lines in a row: what most answers get, in one copy.
  private let block: [UInt8]

  init(_ headers: Headers) {
    fields = headers.fields.map { field in
      var line: [UInt8] = []
      line.append(field: field.name.text, field.value.text)
      return (field.name.text, line)
    }
    block = fields.flatMap(\.line)
  }

  /// Appends those that the answer does not have.
  func append(beside headers: Headers, to output: inout [UInt8]) {
    guard !fields.isEmpty else { return }
    if !headers.fields.contains(where: { isStanding($0.name.text) }) {
      output += block
    } else {
      for field in fields where !headers.fields.contains(where: { $0.name.text == field.name }) { output += field.line }
    }
  }

  private func isStanding(_ name: String) -> Bool { fields.contains { $0.name == name } }
}
