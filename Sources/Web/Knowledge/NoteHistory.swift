internal import Actions
internal import Domain
internal import HTTP
internal import Markdown
internal import Messages
internal import Storage
internal import Templates

/// The versions of a note: list, one of them, two compared, and back to an old one.
struct NoteHistory: Sendable {
  /// Versions on a page.
  private static let size = 50

  private let list: Page<NoteVersionsModel>
  private let page: Page<NoteVersionModel>
  private let comparison: Page<NoteComparisonModel>
  private let knowledge: KnowledgeFrame

  init(_ templates: LocalisedTemplates, _ knowledge: KnowledgeFrame) throws(TemplateError) {
    list = try Page(templates, "knowledge/versions")
    page = try Page(templates, "knowledge/version")
    comparison = try Page(templates, "knowledge/compare")
    self.knowledge = knowledge
  }

  func routes(_ gate: Gate) -> [Route] {
    [
      gate.member(.viewer, "/p/:slug/knowledge/:note/versions", "knowledge.versions", showAll),
      gate.member(.viewer, "/p/:slug/knowledge/:note/versions/:version", "knowledge.version", show),
      gate.member(.viewer, "/p/:slug/knowledge/:note/compare", "knowledge.compare", compare),
      gate.memberForm(.editor, "/p/:slug/knowledge/:note/restore", "knowledge.note.restore") { project, form in
        let note = try knowledge.id(project)
        let version = try KnowledgeFrame.version(form["version"])
        try await knowledge.actions.restore(version, of: note, project.actor, project: project.membership.project)
        return knowledge.done(KnowledgeFrame.path(project, note), .knowledgeRestored)
      },
    ]
  }

  @Sendable private func showAll(_ project: InProject) async throws -> Response {
    let note = try await knowledge.load(project)
    let before = try project.query["before"].map { text throws(PageError) in try KnowledgeFrame.version(text) }
    let entries = try await knowledge.notes.history(
      of: note.note, before: before, limit: Self.size + 1, in: project.membership.project)
    let model = NoteVersionsModel(
      frame: try await knowledge.frame(project.words("knowledge.versions"), project, below: note),
      entries: Array(entries.prefix(Self.size)), hasOlder: entries.count > Self.size, path: KnowledgeFrame.path(project, note.note),
      words: project.words, now: knowledge.clock.now)
    return list.answer(model, in: project.words.language)
  }

  @Sendable private func show(_ project: InProject) async throws -> Response {
    let number = try KnowledgeFrame.version(project.request.parameter("version"))
    let note = try await knowledge.load(project, version: number)
    let title = project.words("knowledge.version", ["version": "\(number)"])
    let model = NoteVersionModel(
      frame: try await knowledge.frame(title, project, below: note), note: note, path: KnowledgeFrame.path(project, note.note),
      canAct: project.canAct, words: project.words, now: knowledge.clock.now)
    return page.answer(model, in: project.words.language)
  }

  /// Any two versions; the older one stands first, whichever way they were asked for.
  @Sendable private func compare(_ project: InProject) async throws -> Response {
    let asked = (try KnowledgeFrame.version(project.query["from"]), try KnowledgeFrame.version(project.query["to"]))
    let old = try await knowledge.load(project, version: min(asked.0, asked.1))
    let new = try await knowledge.load(project, version: max(asked.0, asked.1))
    let title = project.words("knowledge.compare_title", ["old": "\(old.version)", "new": "\(new.version)"])
    let model = NoteComparisonModel(
      frame: try await knowledge.frame(title, project, below: new), old: old, new: new, path: KnowledgeFrame.path(project, new.note),
      words: project.words, now: knowledge.clock.now)
    return comparison.answer(model, in: project.words.language)
  }
}

/// Model of `knowledge/versions.mustache`.
struct NoteVersionsModel: TemplateModel {
  let frame: Frame
  let entries: [NoteStore.Entry]
  let hasOlder: Bool
  let path: String
  let words: Words
  let now: Timestamp

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .text("compare") { $0.path + "/compare" }, .flag("comparable") { $0.entries.count > 1 },
      .list("versions", \.lines), .section("older", \.older),
    ]
  }

  private var older: Target? {
    guard hasOlder, let last = entries.last else { return nil }
    return Target(href: "\(path)/versions?before=\(last.version)")
  }

  private var lines: [Line] {
    entries.enumerated().map { index, entry in
      Line(
        number: entry.version, label: words("knowledge.version", ["version": "\(entry.version)"]),
        href: "\(path)/versions/\(entry.version)", title: entry.title, author: KnowledgeFrame.author(entry.author, words),
        at: .relative(entry.at, now: now, in: words), isFrom: index == min(1, entries.count - 1), isTo: index == 0, words: words)
    }
  }

  struct Line: TemplateModel {
    let number: Int64
    let label: String
    let href: String
    let title: String
    let author: String
    let at: Moment
    let isFrom: Bool
    let isTo: Bool
    let words: Words

    static var fields: Fields<Self> {
      [
        .text("number") { "\($0.number)" }, .text("label", \.label), .text("href", \.href), .text("title", \.title),
        .text("author", \.author), .section("at", \.at), .flag("from", \.isFrom), .flag("to", \.isTo),
        .text("fromLabel") { $0.words("knowledge.compare_from", ["version": "\($0.number)"]) },
        .text("toLabel") { $0.words("knowledge.compare_to", ["version": "\($0.number)"]) },
      ]
    }
  }
}

/// Model of `knowledge/version.mustache`.
struct NoteVersionModel: TemplateModel {
  let frame: Frame
  let note: NoteStore.Revision
  let path: String
  let canAct: Bool
  let words: Words
  let now: Timestamp

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .text("title", \.note.title), .flag("context", \.note.isContext),
      .text("saved") {
        $0.words("knowledge.saved_by", ["version": "\($0.note.version)", "author": KnowledgeFrame.author($0.note.author, $0.words)])
      },
      .section("at") { Moment.relative($0.note.at, now: $0.now, in: $0.words) }, .text("newest", \.path), .flag("isOld", \.isOld),
      .text("compare") { "\($0.path)/compare?from=\($0.note.version)&to=\($0.note.newest)" },
      .section("restore") { $0.canAct && $0.isOld ? Restoring(action: $0.path + "/restore", version: $0.note.version) : nil },
      .flag("empty") { $0.note.body.isEmpty }, .markup("body") { TrustedMarkup(trusted: Markdown.html($0.note.body)) },
    ]
  }

  private var isOld: Bool { note.version != note.newest }

  struct Restoring: TemplateModel {
    let action: String
    let version: Int64

    static var fields: Fields<Self> { [.text("action", \.action), .text("version") { "\($0.version)" }] }
  }
}

/// Model of `knowledge/compare.mustache`.
struct NoteComparisonModel: TemplateModel {
  let frame: Frame
  let old: NoteStore.Revision
  let new: NoteStore.Revision
  let path: String
  let words: Words
  let now: Timestamp

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .section("old") { $0.side($0.old) }, .section("new") { $0.side($0.new) },
      .flag("renamed") { $0.old.title != $0.new.title }, .text("oldTitle", \.old.title), .text("newTitle", \.new.title),
      .section("diff") { NoteDiff(from: $0.old.body, to: $0.new.body, $0.words) }, .text("versions") { $0.path + "/versions" },
    ]
  }

  private func side(_ note: NoteStore.Revision) -> Side {
    Side(
      text: words("knowledge.saved_by", ["version": "\(note.version)", "author": KnowledgeFrame.author(note.author, words)]),
      href: "\(path)/versions/\(note.version)", at: .relative(note.at, now: now, in: words))
  }

  struct Side: TemplateModel {
    let text: String
    let href: String
    let at: Moment

    static var fields: Fields<Self> { [.text("text", \.text), .text("href", \.href), .section("at", \.at)] }
  }
}
