/// Checks of templates that need the others but no model.
struct LibraryCheck {
  private let library: TemplateLibrary
  private let unescaped: Set<UnescapedOutput>
  /// How deep partials go below each template followed so far, so that none is followed twice.
  private var depths: [String: Int] = [:]

  init(library: TemplateLibrary, unescaped: Set<UnescapedOutput>) {
    self.library = library
    self.unescaped = unescaped
  }

  mutating func check(_ template: Template) throws(TemplateError) {
    try checkTags(template.nodes, of: template)
    _ = try depth(below: template, path: [])
  }

  private func checkTags(_ nodes: [Node], of template: Template) throws(TemplateError) {
    for node in nodes {
      switch node {
      case .variable(let name, escaped: false):
        guard unescaped.contains(UnescapedOutput(template: template.name, key: name.text)) else {
          throw template.error(.unescapedOutput(name.text), at: name.offset)
        }
      case .partial(let name, _):
        guard name.text == TemplateBinder.contentName || library[name.text] != nil else {
          throw template.error(.unknownPartial(name.text), at: name.offset)
        }
      case .section(_, _, let body): try checkTags(body, of: template)
      case .lineStart, .text, .variable: break
      }
    }
  }

  private mutating func depth(below template: Template, path: [String]) throws(TemplateError) -> Int {
    if let depth = depths[template.name] { return depth }
    let path = path + [template.name]
    var deepest = 0
    for name in partials(in: template.nodes) {
      guard !path.contains(name.text) else { throw template.error(.partialCycle(path + [name.text]), at: name.offset) }
      // Unknown ones are reported where their own template is checked.
      guard let partial = library[name.text] else { continue }
      deepest = max(deepest, try depth(below: partial, path: path) + 1)
      guard deepest <= Template.nestingLimit else {
        throw template.error(.nestingTooDeep(limit: Template.nestingLimit), at: name.offset)
      }
    }
    depths[template.name] = deepest
    return deepest
  }

  private func partials(in nodes: [Node]) -> [Node.Name] {
    nodes.flatMap { node -> [Node.Name] in
      switch node {
      case .partial(let name, _): name.text == TemplateBinder.contentName ? [] : [name]
      case .section(_, _, let body): partials(in: body)
      case .lineStart, .text, .variable: []
      }
    }
  }
}
