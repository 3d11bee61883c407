package import Domain
internal import Messages
package import Storage

/// What people do with the notes of a project. Each needs the role editor and leaves an audit row.
package struct KnowledgeActions: Sendable {
  /// Notes of a project, its context not counted.
  package static let mostNotes = 200

  private let notes: NoteStore

  package init(notes: NoteStore) { self.notes = notes }

  /// Makes a note.
  /// - Throws: `forbidden`; `invalid` for `title` or `body`; `DatabaseError`.
  package func create(_ draft: NoteDraft, _ actor: Actor, project: ProjectID) async throws -> NoteID {
    try actor.require(.editor)
    try draft.check(needsTitle: true)
    let audit = AuditEvent("note.created", ["title": draft.title], by: actor.auditOrigin)
    guard let note = try await notes.create(draft.text(by: actor), in: project, limit: Self.mostNotes, audit: audit) else {
      throw ActionError.invalid(field: "title", message: Message("action.knowledge.too_many", ["maximum": "\(Self.mostNotes)"]))
    }
    return note
  }

  /// Adds a version to a note, unless somebody else did since the version that the draft is based on.
  /// - Throws: `forbidden`, `notFound`; `invalid` for `title` or `body`; `DatabaseError`.
  package func save(
    _ draft: NoteDraft, of note: NoteID, based: Int64, _ actor: Actor, project: ProjectID
  ) async throws -> NoteStore.Saved {
    try actor.require(.editor)
    guard let newest = try await notes.find(note, version: nil, of: project) else { throw ActionError.notFound }
    try draft.check(needsTitle: !newest.isContext)
    return try await save(draft, "note.saved", newest, based: based, actor, project)
  }

  /// Makes an old version the newest one again, as a further version: whatever was saved meanwhile stays in the history too.
  /// - Throws: `forbidden`, `notFound`; `DatabaseError`.
  package func restore(_ version: Int64, of note: NoteID, _ actor: Actor, project: ProjectID) async throws {
    try actor.require(.editor)
    guard let old = try await notes.find(note, version: version, of: project) else { throw ActionError.notFound }
    let draft = NoteDraft(title: old.title, body: old.body)
    var based = old.newest
    while case .meanwhile(let newer) = try await save(draft, "note.restored", old, based: based, actor, project) { based = newer.version }
  }

  /// Takes a note away. The project's context stays.
  /// - Throws: `forbidden`, `notFound`; `DatabaseError`.
  package func delete(_ note: NoteID, _ actor: Actor, project: ProjectID) async throws {
    try actor.require(.editor)
    let origin = actor.auditOrigin
    let isDone = try await notes.delete(note, in: project) { AuditEvent("note.deleted", ["title": $0], by: origin) }
    guard isDone else { throw ActionError.notFound }
  }

  private func save(
    _ draft: NoteDraft, _ event: String, _ known: NoteStore.Revision, based: Int64, _ actor: Actor, _ project: ProjectID
  ) async throws -> NoteStore.Saved {
    let origin = actor.auditOrigin
    let title = known.isContext ? known.title : draft.title
    let saved = try await notes.save(draft.text(by: actor), of: known.note, based: based, in: project) { version in
      AuditEvent(event, ["title": title, "version": "\(version)"], by: origin)
    }
    if saved == .deleted { throw ActionError.notFound }
    return saved
  }
}

extension NoteDraft {
  fileprivate func text(by actor: Actor) -> NoteStore.Text {
    NoteStore.Text(title: title, body: body, author: actor.id, authorName: actor.name)
  }
}
