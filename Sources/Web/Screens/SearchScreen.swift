internal import Domain
internal import HTTP
internal import Messages
internal import Storage
internal import Templates

/// `/search`, and `/p/:slug/search` inside a project: pages, projects and tasks by words. A page by itself; the palette shows its fragment.
struct SearchScreen: Sendable {
  private let page: Page<SearchModel>
  private let fragment: Page<SearchResults>
  private let chrome: Chrome
  private let store: SearchStore

  init(_ templates: LocalisedTemplates, _ chrome: Chrome, _ store: SearchStore) throws(TemplateError) {
    page = try Page(templates, "search")
    fragment = try Page(templates, "fragments/search")
    self.chrome = chrome
    self.store = store
  }

  func routes(_ gate: Gate) -> [Route] {
    [gate.signedIn("/search", "search", everywhere), gate.member(.viewer, "/p/:slug/search", "project.search", inProject)]
  }

  @Sendable private func everywhere(_ signedIn: SignedIn) async throws -> Response {
    let query = signedIn.visitor.query
    var frame = chrome.frame(title: signedIn.words("search.title"), signedIn)
    frame.search = query["q"] ?? ""
    let phrase = SearchPhrase(frame.search)
    let projects = try await store.projects(phrase, for: signedIn.user)
    let places = query["only"] == "projects" ? [] : frame.places(phrase)
    return answer(
      SearchResults(words: frame.words, phrase: phrase, places: places, projects: projects), "search.label.everywhere", frame, query)
  }

  @Sendable private func inProject(_ project: InProject) async throws -> Response {
    var frame = chrome.frame(title: project.words("search.title"), project, at: nil, attention: 0)
    frame.search = project.query["q"] ?? ""
    let phrase = SearchPhrase(frame.search)
    let tasks = try await store.tasks(phrase, of: project.membership.project)
    let projects = try await store.projects(phrase, for: project.signedIn.user)
    let results = SearchResults(
      words: frame.words, phrase: phrase, places: frame.places(phrase), projects: projects.filter { $0.slug != project.slug }, tasks: tasks,
      path: project.path)
    return answer(results, "search.label", frame, project.query)
  }

  private func answer(_ results: SearchResults, _ label: String, _ frame: Frame, _ query: FormFields) -> Response {
    let language = frame.words.language
    if query["fragment"] != nil { return fragment.answer(results, in: language) }
    return page.answer(SearchModel(frame: frame, label: frame.words(label), results: results), in: language)
  }
}

/// Model of `search.mustache`.
struct SearchModel: TemplateModel {
  let frame: Frame
  /// What can be found here.
  let label: String
  let results: SearchResults

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .text("typed", \.frame.search), .text("label", \.label), .list("groups", \.results.groups),
      .section("none", \.results.none),
      .section("note", \.results.note),
    ]
  }
}
