package import Domain
internal import Pipeline
internal import Postgres

extension ProjectStore {
  /// The whole configuration, without its secrets.
  /// - Throws: `StorageError.notFound`.
  package func definition(of project: ProjectID) async throws -> ProjectDefinition {
    try Self.definition(await database.batch(Self.reading(project), scope: .project(project.rawValue)))
  }

  /// As `definition`, in a transaction that sees the project.
  static func load(_ project: ProjectID, in transaction: Transaction) async throws -> ProjectDefinition {
    try definition(await transaction.batch(reading(project)))
  }

  private static func reading(_ project: ProjectID) -> [(Statement, [SQLValue])] {
    [
      ProjectStatements.definition, ProjectStatements.asanaProjects, ProjectStatements.autoValueNames, ProjectStatements.holdNames,
      ProjectStatements.mapNames, ProjectStatements.repositories, ProjectStatements.links, ProjectStatements.contacts,
    ].map { ($0, [.id(project)]) }
  }

  private static func definition(_ rows: [Rows]) throws -> ProjectDefinition {
    guard let row = rows[0].first else { throw StorageError.notFound }
    var definition = ProjectDefinition(slug: try row.text(0))
    definition.name = try row.text(1)
    definition.linking = ProjectPolicy.Linking(rawValue: try row.text(2))
    definition.agentLogins = try row.texts(3).compactMap { $0 }
    definition.notes = try row.text(4)
    definition.asana = try asana(row, rows)
    definition.repositories = try ProjectDefinition.sorted(
      repositories(rows[5]).compactMap { repository in
        RepositoryName(repository.name).map { ProjectDefinition.Repository(name: $0, isDefault: repository.isDefault) }
      })
    definition.links = try links(rows[6])
    definition.contacts = try contacts(rows[7])
    return definition
  }

  private static func asana(_ row: Row, _ rows: [Rows]) throws -> ProjectDefinition.AsanaPart {
    var part = ProjectDefinition.AsanaPart()
    part.workspace = try row.optionalText(5)
    part.autoField = try row.optionalText(6)
    part.repositoryField = try row.optionalText(7)
    part.statusField = try row.optionalText(8)
    // Sorted here and not by the database, whose order depends on its locale.
    part.projects = try rows[1].decoded { row throws(DatabaseError) in try row.text(0) }.sorted()
    part.autoValues = try rows[2].decoded { row throws(DatabaseError) in try row.text(0) }.sorted()
    var (holds, map): ([String: Hold], [String: RepositoryName]) = ([:], [:])
    for row in rows[3] { holds[try row.text(0)] = Hold(rawValue: try row.text(1)) }
    for row in rows[4] { map[try row.text(0)] = RepositoryName(try row.text(1)) }
    part.holds = holds
    part.repositories = map
    return part
  }

  private static func repositories(_ rows: Rows) throws -> [ProjectPages.Repository] { try ProjectPages.repositories(rows) }

  // MARK: Links and contacts

  static func links(_ rows: Rows) throws(DatabaseError) -> [ProjectContext.Link] {
    try rows.decoded { row throws(DatabaseError) in
      ProjectContext.Link(
        kind: try row.text(0), title: try row.text(1), url: try row.text(2), tags: try row.texts(3).compactMap { $0 })
    }
  }

  static func contacts(_ rows: Rows) throws(DatabaseError) -> [ProjectContext.Contact] {
    try rows.decoded { row throws(DatabaseError) in
      ProjectContext.Contact(role: try row.text(0), name: try row.text(1), handle: try row.text(2))
    }
  }

  /// Replaces all links, in this order.
  static func statements(_ links: [ProjectContext.Link], _ project: ProjectID) -> [(Statement, [SQLValue])] {
    [(ProjectStatements.dropLinks, [.id(project)])]
      + links.enumerated().map { position, link in
        let values: [SQLValue] = [.foreign(link.kind), .foreign(link.url), .foreign(link.title), .texts(link.tags.map(\.storable))]
        return (ProjectStatements.addLink, [.id(project), .int(Int64(position))] + values)
      }
  }

  /// Replaces all contacts, in this order.
  static func statements(_ contacts: [ProjectContext.Contact], _ project: ProjectID) -> [(Statement, [SQLValue])] {
    [(ProjectStatements.dropContacts, [.id(project)])]
      + contacts.enumerated().map { position, contact in
        let values: [SQLValue] = [.foreign(contact.role), .foreign(contact.name), .foreign(contact.handle)]
        return (ProjectStatements.addContact, [.id(project), .int(Int64(position))] + values)
      }
  }
}
