internal import Actions
internal import Domain
internal import HTTP
internal import Markdown
internal import Messages
internal import Storage
internal import Templates

/// Writing a note: a form with a preview. What was typed is never lost, neither by a mistake nor by somebody else who saved first.
struct NoteEditor: Sendable {
  /// A note of 64 KiB in which every byte is a line break, which a form sends as six, and room for the title.
  static let bodyLimit = 6 * NoteDraft.longestBody + 16 * 1024

  private let page: Page<NoteEditModel>
  private let knowledge: KnowledgeFrame

  init(_ templates: LocalisedTemplates, _ knowledge: KnowledgeFrame) throws(TemplateError) {
    page = try Page(templates, "knowledge/edit")
    self.knowledge = knowledge
  }

  func routes(_ gate: Gate) -> [Route] {
    [
      gate.member(.editor, "/p/:slug/knowledge/new", "knowledge.new") { project in
        try await answer(project, nil, NoteDraft(title: "", body: ""))
      },
      gate.memberForm(.editor, "/p/:slug/knowledge/new", "knowledge.create", bodyLimit: Self.bodyLimit, create),
      gate.member(.editor, "/p/:slug/knowledge/:note/edit", "knowledge.note.edit") { project in
        let note = try await knowledge.load(project)
        return try await answer(project, note, NoteDraft(title: note.title, body: note.body))
      },
      gate.memberForm(.editor, "/p/:slug/knowledge/:note/edit", "knowledge.note.save", bodyLimit: Self.bodyLimit, save),
    ]
  }

  @Sendable private func create(_ project: InProject, _ form: Form) async throws -> Response {
    let draft = NoteDraft(title: form["title"], body: form["body"])
    if form.has("preview") { return try await answer(project, nil, draft) }
    do {
      let note = try await knowledge.actions.create(draft, project.actor, project: project.membership.project)
      return knowledge.done(KnowledgeFrame.path(project, note), .knowledgeSaved)
    } catch ActionError.invalid(let field, let message) {
      return try await answer(project, nil, draft, .invalid(field: field, message))
    }
  }

  @Sendable private func save(_ project: InProject, _ form: Form) async throws -> Response {
    let draft = NoteDraft(title: form["title"], body: form["body"])
    let based = try KnowledgeFrame.version(form["version"])
    let note = try await knowledge.load(project)
    if form.has("preview") { return try await answer(project, note, draft, based: based) }
    do {
      switch try await knowledge.actions.save(draft, of: note.note, based: based, project.actor, project: project.membership.project) {
      case .version: return knowledge.done(KnowledgeFrame.path(project, note.note), .knowledgeSaved)
      case .unchanged: return .seeOther(KnowledgeFrame.path(project, note.note))
      case .meanwhile(let theirs): return try await answer(project, theirs, draft, .meanwhile(theirs))
      case .deleted: throw PageError.notFound
      }
    } catch ActionError.invalid(let field, let message) {
      return try await answer(project, note, draft, based: based, .invalid(field: field, message))
    }
  }

  /// Why a save was not done.
  enum Refusal {
    case invalid(field: String, Message)
    /// The next save is based on this version.
    case meanwhile(NoteStore.Revision)
  }

  private func answer(
    _ project: InProject, _ note: NoteStore.Revision?, _ draft: NoteDraft, based: Int64? = nil, _ refusal: Refusal? = nil
  ) async throws -> Response {
    let title = project.words(note == nil ? "knowledge.new" : "knowledge.edit")
    let path = note.map { KnowledgeFrame.path(project, $0.note) } ?? KnowledgeFrame.path(project)
    let model = NoteEditModel(
      frame: try await knowledge.frame(title, project, below: note), note: note, draft: draft, based: based ?? note?.version ?? 0,
      path: path, refusal: refusal, words: project.words, now: knowledge.clock.now)
    let status: Status =
      switch refusal {
      case nil: .ok
      case .invalid: .unprocessableContent
      case .meanwhile: .conflict
      }
    return page.answer(model, in: project.words.language, status: status)
  }
}

/// Model of `knowledge/edit.mustache`.
struct NoteEditModel: TemplateModel {
  let frame: Frame
  /// nil for a new one.
  let note: NoteStore.Revision?
  let draft: NoteDraft
  let based: Int64
  /// Of the note, or of the list for a new one.
  let path: String
  let refusal: NoteEditor.Refusal?
  let words: Words
  let now: Timestamp

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .flag("new") { $0.note == nil }, .flag("context", \.isContext),
      .text("action") { $0.path + ($0.note == nil ? "/new" : "/edit") }, .text("cancel", \.path),
      .section("titleField") {
        $0.isContext ? nil : SettingsField(id: "title", name: "title", value: $0.draft.title, error: $0.error("title"))
      },
      .text("body", \.draft.body), .text("bodyError") { $0.error("body") }, .text("version") { "\($0.based)" },
      .flag("empty") { $0.draft.body.allSatisfy(\.isWhitespace) }, .markup("preview", \.preview),
      .section("meanwhile", \.meanwhile),
    ]
  }

  private var isContext: Bool { note?.isContext ?? false }

  /// Of a text that is too long too, up to a size that nobody typed.
  private var preview: TrustedMarkup {
    let isShown = draft.body.utf8.count <= 2 * NoteDraft.longestBody
    return TrustedMarkup(trusted: isShown ? Markdown.html(draft.body) : "")
  }

  private func error(_ field: String) -> String? {
    guard case .invalid(field, let message) = refusal else { return nil }
    return words(message)
  }

  private var meanwhile: Meanwhile? {
    guard case .meanwhile(let theirs) = refusal else { return nil }
    let author = KnowledgeFrame.author(theirs.author, words)
    return Meanwhile(
      text: words("knowledge.meanwhile", ["author": author, "version": "\(theirs.version)"]),
      title: theirs.isContext || theirs.title == draft.title ? nil : words("knowledge.meanwhile_title", ["title": theirs.title]),
      theirs: path, diff: NoteDiff(from: theirs.body, to: draft.body, words))
  }

  struct Meanwhile: TemplateModel {
    let text: String
    let title: String?
    /// Address of what the other one saved.
    let theirs: String
    let diff: NoteDiff

    static var fields: Fields<Self> {
      [.text("text", \.text), .text("title", \.title), .text("theirs", \.theirs), .section("diff", \.diff)]
    }
  }
}
