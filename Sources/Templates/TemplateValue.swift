/// Tree of values for ``LenientRenderer``; the product's own pages use ``TemplateModel``.
package enum TemplateValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([TemplateValue])
  case object([String: TemplateValue])

  /// Whether a section of this value is printed: all but null, false, empty text and empty lists.
  var isTruthy: Bool {
    switch self {
    case .null: false
    case .bool(let value): value
    case .number, .object: true
    case .text(let text): !text.isEmpty
    case .list(let items): !items.isEmpty
    }
  }

  /// The value as printed; lists and objects print nothing.
  var printed: String {
    switch self {
    case .null, .list, .object: ""
    case .bool(let value): value ? "true" : "false"
    case .number(let value): Int(exactly: value).map { String($0) } ?? String(value)
    case .text(let text): text
    }
  }

  func member(_ name: Substring) -> TemplateValue? {
    if case .object(let members) = self { members[String(name)] } else { nil }
  }
}
