internal import Actions
internal import Domain
internal import HTTP
internal import Messages
internal import Storage
internal import Templates

/// What every page about notes is made with.
struct KnowledgeFrame: Sendable {
  let chrome: Chrome
  let site: Site
  let notes: NoteStore
  let tasks: TaskPages
  let actions: KnowledgeActions
  let clock: any Clock

  /// - Parameter note: the note above the page, if the page is about a part of one.
  func frame(_ title: String, _ project: InProject, below note: NoteStore.Revision? = nil, isList: Bool = false) async throws -> Frame {
    let attention = try await tasks.counts(of: project.membership.project).attention
    var frame = chrome.frame(title: title, project, at: .knowledge, attention: attention)
    if !isList { frame.crumbs.append(Link(label: project.words("place.knowledge"), href: Self.path(project))) }
    if let note { frame.crumbs.append(Link(label: Self.title(note, project.words), href: Self.path(project, note.note))) }
    return frame
  }

  static func path(_ project: InProject) -> String { project.path + "/knowledge" }

  static func path(_ project: InProject, _ note: NoteID) -> String { "\(path(project))/\(note)" }

  /// The project's context has a name of ours, in the language of the page.
  static func title(_ note: NoteStore.Revision, _ words: Words) -> String {
    note.isContext ? words("knowledge.context") : note.title
  }

  static func author(_ name: String, _ words: Words) -> String { name.isEmpty ? words("knowledge.by_program") : name }

  /// The note of the address.
  /// - Parameter version: nil for the newest.
  func load(_ project: InProject, version: Int64? = nil) async throws -> NoteStore.Revision {
    let id = try id(project)
    guard let note = try await notes.find(id, version: version, of: project.membership.project) else { throw PageError.notFound }
    return note
  }

  func id(_ project: InProject) throws(PageError) -> NoteID {
    guard let id = project.request.parameter("note").flatMap(NoteID.init(text:)) else { throw .notFound }
    return id
  }

  /// Number of a version in an address or a form.
  static func version(_ text: String?) throws(PageError) -> Int64 {
    guard let version = text.flatMap(NoteID.init(text:)) else { throw .badRequest(Message("error.note_version")) }
    return version.rawValue
  }

  func done(_ path: String, _ code: Flash.Code) -> Response {
    .seeOther(path).setting(code.cookie(isSecure: site.isSecure))
  }
}
