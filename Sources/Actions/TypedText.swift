internal import Messages

/// What somebody typed into a field, without blanks around it.
struct TypedText: Sendable {
  let text: String
  /// Name of the form field.
  let field: String

  init(_ typed: String, field: String) {
    let start = typed.drop(while: \.isWhitespace)
    let end = start.lastIndex { !$0.isWhitespace }
    text = end.map { String(start[...$0]) } ?? ""
    self.field = field
  }

  /// - Parameter empty: what to say when nothing was typed; nil where that is allowed.
  /// - Throws: `invalid` also for more than so many characters, and for invisible ones that change how others are read.
  func checked(limit: Int, empty: String? = nil) throws(ActionError) -> String {
    if text.isEmpty, let empty { throw .invalid(field: field, message: Message(empty)) }
    guard text.unicodeScalars.count <= limit else {
      throw .invalid(field: field, message: Message("project.text.long", ["maximum": "\(limit)"]))
    }
    guard text.unicodeScalars.allSatisfy(\.fitsName) else {
      throw .invalid(field: field, message: Message("project.text.control"))
    }
    return text
  }
}
