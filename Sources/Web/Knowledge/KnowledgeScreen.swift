internal import Actions
internal import Domain
internal import HTTP
internal import Markdown
internal import Messages
internal import Storage
internal import Templates

/// `/p/:slug/knowledge`: the notes of a project, and one of them.
struct KnowledgeScreen: Sendable {
  private let list: Page<NoteListModel>
  private let page: Page<NoteModel>
  private let editor: NoteEditor
  private let history: NoteHistory
  private let knowledge: KnowledgeFrame

  init(_ templates: LocalisedTemplates, _ knowledge: KnowledgeFrame) throws(TemplateError) {
    list = try Page(templates, "knowledge/list")
    page = try Page(templates, "knowledge/note")
    editor = try NoteEditor(templates, knowledge)
    history = try NoteHistory(templates, knowledge)
    self.knowledge = knowledge
  }

  func routes(_ gate: Gate) -> [Route] {
    [
      gate.member(.viewer, "/p/:slug/knowledge", "knowledge", showAll),
      gate.member(.viewer, "/p/:slug/knowledge/:note", "knowledge.note", show),
      gate.memberForm(.editor, "/p/:slug/knowledge/:note/delete", "knowledge.note.delete") { project, _ in
        try await knowledge.actions.delete(try knowledge.id(project), project.actor, project: project.membership.project)
        return knowledge.done(KnowledgeFrame.path(project), .knowledgeDeleted)
      },
    ] + editor.routes(gate) + history.routes(gate)
  }

  @Sendable private func showAll(_ project: InProject) async throws -> Response {
    let notes = try await knowledge.notes.list(of: project.membership.project, limit: KnowledgeActions.mostNotes + 1)
    let model = NoteListModel(
      frame: try await knowledge.frame(project.words("place.knowledge"), project, isList: true), notes: notes,
      path: KnowledgeFrame.path(project), canAct: project.canAct, words: project.words, now: knowledge.clock.now)
    return list.answer(model, in: project.words.language).forgettingFlash(project.request, knowledge.site)
  }

  @Sendable private func show(_ project: InProject) async throws -> Response {
    let note = try await knowledge.load(project)
    let model = NoteModel(
      frame: try await knowledge.frame(KnowledgeFrame.title(note, project.words), project), note: note,
      path: KnowledgeFrame.path(project, note.note), canAct: project.canAct, words: project.words, now: knowledge.clock.now)
    return page.answer(model, in: project.words.language).forgettingFlash(project.request, knowledge.site)
  }
}

/// Model of `knowledge/list.mustache`.
struct NoteListModel: TemplateModel {
  let frame: Frame
  let notes: [NoteStore.Listed]
  let path: String
  let canAct: Bool
  let words: Words
  let now: Timestamp

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .list("notes", \.lines), .flag("alone") { $0.notes.allSatisfy(\.isContext) },
      .section("new") { $0.canAct ? Target(href: $0.path + "/new") : nil },
    ]
  }

  private var lines: [Line] {
    notes.map { note in
      Line(
        title: note.isContext ? words("knowledge.context") : note.title, href: "\(path)/\(note.id)", isContext: note.isContext,
        isEmpty: note.size == 0, author: KnowledgeFrame.author(note.author, words), at: .relative(note.updatedAt, now: now, in: words))
    }
  }

  struct Line: TemplateModel {
    let title: String
    let href: String
    let isContext: Bool
    let isEmpty: Bool
    let author: String
    let at: Moment

    static var fields: Fields<Self> {
      [
        .text("title", \.title), .text("href", \.href), .flag("context", \.isContext), .flag("empty", \.isEmpty),
        .text("author", \.author), .section("at", \.at),
      ]
    }
  }
}

/// Model of `knowledge/note.mustache`.
struct NoteModel: TemplateModel {
  let frame: Frame
  let note: NoteStore.Revision
  let path: String
  let canAct: Bool
  let words: Words
  let now: Timestamp

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .text("title") { KnowledgeFrame.title($0.note, $0.words) }, .flag("context", \.note.isContext),
      .text("saved", \.saved), .section("at") { Moment.relative($0.note.at, now: $0.now, in: $0.words) },
      .text("history") { $0.path + "/versions" },
      .section("edit") { $0.canAct ? Target(href: $0.path + "/edit") : nil },
      .section("delete") { $0.canAct && !$0.note.isContext ? Target(href: $0.path + "/delete") : nil },
      .flag("empty") { $0.note.body.isEmpty }, .markup("body") { TrustedMarkup(trusted: Markdown.html($0.note.body)) },
    ]
  }

  private var saved: String {
    words("knowledge.saved_by", ["version": "\(note.version)", "author": KnowledgeFrame.author(note.author, words)])
  }
}
