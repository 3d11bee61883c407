/// All templates of a program, parsed and checked against each other.
package struct TemplateLibrary: Sendable {
  private let templates: [String: Template]

  /// Parses the sources and checks what can be known without models.
  ///
  /// - Throws: the first fault in the order of the sources: spelling, unknown partials, partials that include each other, and unescaped
  ///   output that `unescaped` does not list.
  package init(sources: [TemplateSource], unescaped: Set<UnescapedOutput>) throws(TemplateError) {
    var templates: [String: Template] = [:]
    for source in sources {
      let template = try Template(name: source.name, source: source.bytes)
      guard templates.updateValue(template, forKey: source.name) == nil else {
        throw TemplateError(template: source.name, position: nil, reason: .duplicateTemplate)
      }
    }
    self.templates = templates
    var check = LibraryCheck(library: self, unescaped: unescaped)
    for source in sources {
      guard let template = templates[source.name] else { continue }
      try check.check(template)
    }
  }

  /// The template of a name, or nil.
  package subscript(name: String) -> Template? { templates[name] }

  /// Binds a template to a model. With a `layout` that template is bound, and its `{{> content}}` is the template called `name`.
  ///
  /// - Throws: the first name that is not a field of the model or is used as what it is not.
  package func bind<Model: TemplateModel>(
    _ name: String, layout: String?, to model: Model.Type
  ) throws(TemplateError) -> BoundTemplate<Model> {
    let page = try load(name)
    let counter = SlotCounter()
    let scope = ModelScope(Model.fields, counter: counter)
    var binder = TemplateBinder(library: self, content: layout == nil ? nil : page, root: scope)
    if let layout { try binder.bind(load(layout)) } else { try binder.bind(page) }
    return BoundTemplate(program: binder.program, load: scope.loader, slotCount: counter.count)
  }

  private func load(_ name: String) throws(TemplateError) -> Template {
    guard let template = templates[name] else { throw TemplateError(template: name, position: nil, reason: .unknownTemplate) }
    return template
  }
}
