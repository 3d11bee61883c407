/// Binds one template, with its partials put in, to a stack of scopes.
struct TemplateBinder {
  /// Name of the partial that stands for the page in a layout.
  static let contentName = "content"
  /// More partials than any page puts in; stops partials that multiply each other.
  static let partialLimit = 10_000

  let library: TemplateLibrary
  /// The page inside the layout, when a layout is bound.
  private var content: Template?
  private(set) var program = Program()
  private var scopes: [any Scope]
  private var indentation: [UInt8] = []
  private var partialCount = 0

  init(library: TemplateLibrary, content: Template?, root: any Scope) {
    self.library = library
    self.content = content
    scopes = [root]
  }

  mutating func bind(_ template: Template) throws(TemplateError) {
    try bind(template.nodes, of: template)
  }

  private mutating func bind(_ nodes: [Node], of template: Template) throws(TemplateError) {
    for node in nodes {
      switch node {
      case .lineStart: program.append(literal: indentation[...])
      case .text(let range): program.append(literal: template.source[range])
      case .variable(let name, let escaped): try bind(variable: name, escaped: escaped, of: template)
      case .section(let name, let inverted, let body): try bind(section: name, inverted: inverted, body: body, of: template)
      case .partial(let name, let range): try bind(partial: name, indentation: template.source[range], of: template)
      }
    }
  }

  private mutating func bind(variable name: Node.Name, escaped: Bool, of template: Template) throws(TemplateError) {
    let (scope, kind) = try find(name, of: template)
    guard let slot = scope.valueSlot(of: name.text) else { throw template.error(.notPrintable(name.text, kind), at: name.offset) }
    switch (escaped, kind) {
    case (true, .markup): throw template.error(.markupNeedsUnescapedTag(name.text), at: name.offset)
    case (false, .markup): program.append(.unescaped(slot: slot))
    case (true, _): program.append(.escaped(slot: slot))
    case (false, _): throw template.error(.notMarkup(name.text), at: name.offset)
    }
  }

  private mutating func bind(
    section name: Node.Name, inverted: Bool, body: [Node], of template: Template
  ) throws(TemplateError) {
    let (scope, _) = try find(name, of: template)
    if !inverted, let section = scope.open(name.text) {
      let head = program.begin(section: .each(slot: section.rows, end: 0))
      scopes.append(section.scope)
      try bind(body, of: template)
      scopes.removeLast()
      section.close()
      program.end(section: head)
    } else {
      guard let slot = scope.conditionSlot(of: name.text) else { throw template.error(.notCondition(name.text), at: name.offset) }
      let head = program.begin(section: .when(slot: slot, holds: !inverted, end: 0))
      try bind(body, of: template)
      program.end(section: head)
    }
  }

  private mutating func bind(
    partial name: Node.Name, indentation added: ArraySlice<UInt8>, of template: Template
  ) throws(TemplateError) {
    partialCount += 1
    guard partialCount <= Self.partialLimit else { throw template.error(.tooLarge(limit: Self.partialLimit), at: name.offset) }
    let partial = try partial(name, of: template)
    let outer = (content, indentation)
    // A page is not a layout: inside it there is no other page.
    if name.text == Self.contentName { content = nil }
    indentation += added
    try bind(partial.nodes, of: partial)
    (content, indentation) = outer
  }

  private func partial(_ name: Node.Name, of template: Template) throws(TemplateError) -> Template {
    if name.text == Self.contentName {
      guard let content else { throw template.error(.contentOutsideLayout, at: name.offset) }
      return content
    }
    guard let partial = library[name.text] else { throw template.error(.unknownPartial(name.text), at: name.offset) }
    return partial
  }

  /// Finds the innermost scope that knows the first word of the name; the others must be found inside it, as the specification says.
  private func find(_ name: Node.Name, of template: Template) throws(TemplateError) -> (any Scope, FieldKind) {
    let word = name.text == "." ? "." : name.text.prefix { $0 != "." }
    for scope in scopes.reversed() where scope.has(word) {
      guard let kind = scope.kind(of: name.text) else {
        throw template.error(.unknownKey(name.text, model: scope.modelName), at: name.offset)
      }
      return (scope, kind)
    }
    throw template.error(.unknownKey(name.text, model: scopes.last?.modelName ?? ""), at: name.offset)
  }
}
