/// Rendering as the Mustache specification has it: what is missing prints nothing. For tooling; pages are bound by ``TemplateLibrary``.
package struct LenientRenderer: Sendable {
  private let partials: [String: Template]

  /// Makes a renderer that finds partials by name.
  package init(partials: [String: Template]) {
    self.partials = partials
  }

  /// Appends the rendered template to `buffer` as UTF-8.
  ///
  /// - Throws: `nestingTooDeep` when partials include each other without end.
  package func render(_ template: Template, _ value: TemplateValue, into buffer: inout [UInt8]) throws(TemplateError) {
    var pass = LenientPass(partials: partials, stack: [value])
    try pass.render(template.nodes, of: template)
    buffer.append(contentsOf: pass.output)
  }
}

/// One rendering: the stack of contexts and what has been printed.
private struct LenientPass {
  let partials: [String: Template]
  var stack: [TemplateValue]
  var output: [UInt8] = []
  private var indentation: [UInt8] = []
  private var depth = 0

  init(partials: [String: Template], stack: [TemplateValue]) {
    self.partials = partials
    self.stack = stack
  }

  mutating func render(_ nodes: [Node], of template: Template) throws(TemplateError) {
    for node in nodes {
      switch node {
      case .lineStart: output.append(contentsOf: indentation)
      case .text(let range): output.append(contentsOf: template.source[range])
      case .variable(let name, let escaped): print(name.text, escaped: escaped)
      case .section(let name, let inverted, let body): try render(section: name.text, inverted: inverted, body: body, of: template)
      case .partial(let name, let range): try render(partial: name, indentation: template.source[range], of: template)
      }
    }
  }

  private mutating func print(_ name: String, escaped: Bool) {
    let text = value(of: name).printed
    if escaped { output.appendEscaped(text) } else { output.append(contentsOf: text.utf8) }
  }

  private mutating func render(
    section name: String, inverted: Bool, body: [Node], of template: Template
  ) throws(TemplateError) {
    let value = value(of: name)
    guard value.isTruthy != inverted else { return }
    if inverted { return try render(body, of: template) }
    let items = if case .list(let items) = value { items } else { [value] }
    for item in items {
      stack.append(item)
      try render(body, of: template)
      stack.removeLast()
    }
  }

  private mutating func render(
    partial name: Node.Name, indentation added: ArraySlice<UInt8>, of template: Template
  ) throws(TemplateError) {
    guard let partial = partials[name.text] else { return }
    guard depth < Template.nestingLimit else {
      throw template.error(.nestingTooDeep(limit: Template.nestingLimit), at: name.offset)
    }
    let outer = indentation
    indentation += added
    depth += 1
    try render(partial.nodes, of: partial)
    depth -= 1
    indentation = outer
  }

  /// Finds the first word of a dotted name from the innermost context outwards, and the others inside what was found.
  private func value(of name: String) -> TemplateValue {
    if name == "." { return stack.last ?? .null }
    let words = name.split(separator: ".")
    guard let first = words.first, let found = stack.reversed().lazy.compactMap({ $0.member(first) }).first else { return .null }
    return words.dropFirst().reduce(found) { value, word in value.member(word) ?? .null }
  }
}
