internal import Messages

/// A name to sign in with: 1...100 characters without invisible ones, and without blanks around it.
struct Username: Sendable, Equatable {
  let text: String

  /// - Throws: `invalid` for the field `username`.
  init(_ typed: String) throws(ActionError) {
    let start = typed.drop(while: \.isWhitespace)
    let end = start.lastIndex { !$0.isWhitespace }
    let trimmed = end.map { String(start[...$0]) } ?? ""
    guard !trimmed.isEmpty else { throw .invalid(field: "username", message: Message("action.username.empty")) }
    guard trimmed.unicodeScalars.count <= 100 else {
      throw .invalid(field: "username", message: Message("action.username.long", ["maximum": "100"]))
    }
    guard trimmed.unicodeScalars.allSatisfy(\.fitsName) else {
      throw .invalid(field: "username", message: Message("action.username.control"))
    }
    text = trimmed
  }
}
