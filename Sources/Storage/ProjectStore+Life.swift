package import Crypto
package import Domain
package import Pipeline
internal import Postgres

extension ProjectStore {
  /// Makes a project.
  /// - Parameter admin: its first member.
  /// - Returns: nil when the slug is taken; then nothing is written.
  package func create(
    slug: String, name: String, admin: UserID?, by origin: AuditEvent.Origin, random: RandomSource = .system
  ) async throws -> Identity? {
    let isMade = try await database.transaction(scope: .system) { transaction in
      guard try await transaction.execute(ProjectStatements.create, Self.newRow(slug, name, random)) == 1,
        let row = try await transaction.query(ProjectStatements.lock, [.text(slug)]).first
      else { return false }
      let project: ProjectID = try row.id(0)
      let event = AuditEvent("project.created", ["slug": slug, "name": name], by: origin)
      _ = try await transaction.batch(
        [(ProjectStatements.narrow, [.id(project)])] + (admin.map { [(ProjectStatements.addMember, [.id(project), .id($0)])] } ?? [])
          + [event.statement(in: project)])
      return true
    }
    return isMade ? try await find(slug: slug) : nil
  }

  static func newRow(_ slug: String, _ name: String, _ random: RandomSource = .system) -> [SQLValue] {
    [.text(random.token(bytes: 18)), .text(slug), .foreign(name)]
  }

  /// Gives a project another name or address. Its webhook addresses stay.
  /// - Returns: false when the slug is taken; then nothing is written.
  package func rename(_ project: ProjectID, slug: String, name: String, by origin: AuditEvent.Origin) async throws -> Bool {
    do {
      try await change(project) { transaction, known in
        var events: [AuditEvent] = []
        if known.name != name { events.append(AuditEvent("project.renamed", ["from": known.name, "to": name], by: origin)) }
        if known.slug != slug { events.append(AuditEvent("project.slug_changed", ["from": known.slug, "to": slug], by: origin)) }
        if !events.isEmpty { try await transaction.execute(ProjectStatements.rename, [.id(project), .text(slug), .foreign(name)]) }
        return events
      }
      return true
    } catch let error as DatabaseError where error.isUniqueViolation {
      return false
    }
  }

  /// Changes the links.
  /// - Parameter edit: gives what to write to the audit; nil when nothing is to be changed.
  package func editLinks(
    of project: ProjectID, _ edit: @Sendable (inout [ProjectContext.Link]) throws -> AuditEvent?
  ) async throws {
    try await change(project) { transaction, _ in
      var links = try Self.links(try await transaction.query(ProjectStatements.links, [.id(project)]))
      guard let event = try edit(&links) else { return [] }
      _ = try await transaction.batch(Self.statements(links, project))
      return [event]
    }
  }

  /// Changes the contacts.
  /// - Parameter edit: as in `editLinks`.
  package func editContacts(
    of project: ProjectID, _ edit: @Sendable (inout [ProjectContext.Contact]) throws -> AuditEvent?
  ) async throws {
    try await change(project) { transaction, _ in
      var contacts = try Self.contacts(try await transaction.query(ProjectStatements.contacts, [.id(project)]))
      guard let event = try edit(&contacts) else { return [] }
      _ = try await transaction.batch(Self.statements(contacts, project))
      return [event]
    }
  }

  /// Makes a project read-only: its jobs wait, its webhooks are refused. Nothing is changed when it is archived already.
  package func archive(_ project: ProjectID, by origin: AuditEvent.Origin) async throws {
    try await database.transaction(scope: .project(project.rawValue)) { transaction in
      guard try await transaction.execute(ProjectStatements.archive, [.id(project)]) == 1 else { return }
      let (statement, values) = AuditEvent("project.archived", by: origin).statement(in: project)
      try await transaction.execute(statement, values)
    }
  }

  /// Brings a project back: what waited goes on, and Asana's webhooks are looked after.
  package func unarchive(_ project: ProjectID, by origin: AuditEvent.Origin, requestID: String) async throws {
    try await database.transaction(scope: .project(project.rawValue)) { transaction in
      guard try await transaction.execute(ProjectStatements.unarchive, [.id(project)]) == 1 else { return }
      let job = NewJob(kind: .hooks, lane: "hooks", key: nil, requestID: requestID)
      _ = try await transaction.batch(
        [AuditEvent("project.unarchived", by: origin).statement(in: project)] + JobQueue.enqueue([job], project: project))
    }
  }

  /// Runs a change of the settings while no other one runs, and writes its audit.
  /// - Throws: `StorageError.notFound`, `StorageError.archived`.
  private func change(
    _ project: ProjectID,
    _ body: @Sendable (Transaction, _ known: (slug: String, name: String)) async throws -> [AuditEvent]
  ) async throws {
    try await database.transaction(scope: .project(project.rawValue)) { transaction in
      guard let row = try await transaction.query(ProjectStatements.lockByID, [.id(project)]).first else { throw StorageError.notFound }
      guard try !row.bool(2) else { throw StorageError.archived }
      let events = try await body(transaction, (slug: try row.text(0), name: try row.text(1)))
      guard !events.isEmpty else { return }
      _ = try await transaction.batch(events.map { $0.statement(in: project) } + [(ProjectStatements.touch, [.id(project)])])
    }
  }
}
