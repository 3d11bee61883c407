/// One key of a model and how to read it. The closures are mostly key paths: `.text("title", \.title)`.
package struct Field<Model>: Sendable {
  let name: String
  let accessor: Accessor<Model>

  /// Text, printed escaped by `{{name}}`. `{{#name}}` holds when it is not empty.
  package static func text(_ name: String, _ get: @escaping @Sendable (Model) -> String) -> Self {
    Field(name: name, accessor: .text(get))
  }

  /// Text that may be missing, which is the same as empty.
  package static func text(_ name: String, _ get: @escaping @Sendable (Model) -> String?) -> Self {
    Field(name: name, accessor: .text { get($0) ?? "" })
  }

  /// Whole number, printed in decimal digits without grouping.
  package static func number(_ name: String, _ get: @escaping @Sendable (Model) -> Int) -> Self {
    Field(name: name, accessor: .number { get($0) })
  }

  /// Condition for `{{#name}}` and `{{^name}}`.
  package static func flag(_ name: String, _ get: @escaping @Sendable (Model) -> Bool) -> Self {
    Field(name: name, accessor: .flag(get))
  }

  /// HTML printed as it is by `{{{name}}}`, where the allow-list names it.
  package static func markup(_ name: String, _ get: @escaping @Sendable (Model) -> TrustedMarkup) -> Self {
    Field(name: name, accessor: .markup(get))
  }

  /// Nested model, entered by `{{#name}}` and reached by `{{name.key}}`.
  package static func section<Child: TemplateModel>(_ name: String, _ get: @escaping @Sendable (Model) -> Child) -> Self {
    Field(name: name, accessor: .nested(.section(get)))
  }

  /// Nested model that may be missing: then `{{^name}}` holds, and `{{name.key}}` prints nothing.
  package static func section<Child: TemplateModel>(_ name: String, _ get: @escaping @Sendable (Model) -> Child?) -> Self {
    Field(name: name, accessor: .nested(.section(get)))
  }

  /// Nested models; `{{#name}}` is printed once for each, `{{^name}}` when there is none.
  package static func list<Child: TemplateModel>(_ name: String, _ get: @escaping @Sendable (Model) -> [Child]) -> Self {
    Field(name: name, accessor: .nested(.list(get)))
  }

  /// Texts; `{{#name}}` is printed once for each, and `{{.}}` inside is the text.
  package static func texts(_ name: String, _ get: @escaping @Sendable (Model) -> [String]) -> Self {
    Field(name: name, accessor: .nested(.list { get($0).map(TextItem.init) }))
  }
}

/// Item of a list of texts.
private struct TextItem: TemplateModel {
  let text: String
  static var fields: Fields<Self> { [.text(".", \.text)] }
}
