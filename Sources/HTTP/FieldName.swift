/// Header field name: a token, kept in lower case (RFC 9110 §5.1).
package struct FieldName: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  package let text: String

  /// - Returns: nil when `text` is empty or holds a byte that is not allowed in a token.
  package init?(_ text: String) {
    guard !text.isEmpty, text.utf8.allSatisfy(ByteClass.isToken) else { return nil }
    self.text = text.lowercased()
  }

  /// For names written in the source, in lower case; a wrong one is a programming error that tests find: release builds do not look.
  package init(stringLiteral literal: String) {
    assert(FieldName(literal)?.text == literal, "not a field name in lower case: \(literal)")
    text = literal
  }

  package var description: String { text }
}

/// Header field value without control characters, so that nothing written through this type can start a new line (RFC 9110 §5.5).
package struct FieldValue: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
  package let text: String

  /// - Returns: nil when `text` holds CR, LF, NUL or another control character except the tab.
  package init?(_ text: String) {
    guard text.utf8.allSatisfy(ByteClass.isFieldValue) else { return nil }
    self.text = text
  }

  /// Replaces what may not stand in a value by `?`.
  package init(replacingForbiddenBytesIn text: String) {
    self.text = String(decoding: text.utf8.map { ByteClass.isFieldValue($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
  }

  package init(_ number: Int) { text = String(number) }

  /// For values written in the source; a wrong one is a programming error that tests find: release builds do not look.
  package init(stringLiteral literal: String) {
    assert(FieldValue(literal) != nil, "not a field value")
    text = literal
  }

  package var description: String { text }
}
