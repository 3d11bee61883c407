package import Messages
package import Templates

/// The templates in every language of the interface.
package struct LocalisedTemplates: Sendable {
  private let stores: [(language: Language, store: TemplateStore)]
  package let catalogues: Catalogues

  /// Reads and checks every template once for each language.
  /// - Throws: the first fault, an unknown message among them.
  package init(
    folder: TemplateFolder, catalogues: Catalogues, reload: TemplateStore.Reload
  ) throws(TemplateError) {
    self.catalogues = catalogues
    var stores: [(language: Language, store: TemplateStore)] = []
    for language in Language.allCases {
      let words = catalogues.words(language)
      let store = try TemplateStore(folder: folder, unescaped: Web.unescaped, reload: reload, messages: { words.has($0) ? words($0) : nil })
      stores.append((language, store))
    }
    self.stores = stores
  }

  func page<Model: TemplateModel>(_ name: String, of model: Model.Type) throws(TemplateError) -> [Language: PageTemplate<Model>] {
    var pages: [Language: PageTemplate<Model>] = [:]
    for (language, store) in stores { pages[language] = try store.page(name, layout: nil, of: model) }
    return pages
  }
}
