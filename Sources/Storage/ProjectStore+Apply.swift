package import Crypto
internal import Domain
internal import Pipeline
internal import Postgres

extension ProjectStore {
  /// Writes what a definition and its secrets change, all or nothing, with who did it. The same one twice changes nothing; Asana's webhooks
  /// are looked after in either case.
  /// - Throws: `StorageError.archived`.
  package func apply(
    _ definition: ProjectDefinition, secrets: [(SecretName, SecretBytes)], vault: SecretVault, by origin: AuditEvent.Origin,
    requestID: String
  ) async throws -> Identity {
    let known = try await find(slug: definition.slug)
    var changed = known == nil ? secrets : []
    if let known {
      for (name, secret) in secrets where try await isNew(secret, name, known.id, vault) { changed.append((name, secret)) }
    }
    let entered = changed
    try await database.transaction(scope: .system) { transaction in
      let project = try await enter(definition, by: origin, in: transaction)
      let changes = DefinitionChanges(definition, to: try await Self.load(project, in: transaction))
      _ = try await transaction.batch(Self.statements(changes.definition, project))
      for (name, secret) in entered { try await vault.save(secret, as: name, project: project, in: transaction) }
      _ = try await transaction.batch(Self.trace(changes.parts, entered.map(\.0), project, origin, requestID))
    }
    guard let identity = try await find(slug: definition.slug) else { throw StorageError.notFound }
    return identity
  }

  /// Makes the project if there is none of that slug, keeps other writers out, and gives up the right to see other projects.
  private func enter(
    _ definition: ProjectDefinition, by origin: AuditEvent.Origin, in transaction: Transaction
  ) async throws -> ProjectID {
    let name = definition.name ?? definition.slug
    let isNew = try await transaction.execute(ProjectStatements.create, Self.newRow(definition.slug, name)) == 1
    guard let row = try await transaction.query(ProjectStatements.lock, [.text(definition.slug)]).first else { throw StorageError.notFound }
    guard try !row.bool(1) else { throw StorageError.archived }
    let project: ProjectID = try row.id(0)
    _ = try await transaction.query(ProjectStatements.narrow, [.id(project)])
    if isNew {
      let (statement, values) = AuditEvent("project.created", ["slug": definition.slug, "name": name], by: origin).statement(in: project)
      try await transaction.execute(statement, values)
    }
    return project
  }

  /// What is written beside the configuration itself.
  private static func trace(
    _ parts: [String], _ secrets: [SecretName], _ project: ProjectID, _ origin: AuditEvent.Origin, _ requestID: String
  ) -> [(Statement, [SQLValue])] {
    var statements: [(Statement, [SQLValue])] = []
    if !parts.isEmpty {
      statements.append(AuditEvent("project.applied", ["parts": parts.joined(separator: ", ")], by: origin).statement(in: project))
    }
    for name in secrets { statements.append(AuditEvent("secret.set", ["name": name.text], by: origin).statement(in: project)) }
    if !statements.isEmpty { statements.append((ProjectStatements.touch, [.id(project)])) }
    let job = NewJob(kind: .hooks, lane: "hooks", key: nil, requestID: requestID)
    return statements + JobQueue.enqueue([job], project: project)
  }

  /// A secret that cannot be read under this master key counts as new.
  private func isNew(_ secret: SecretBytes, _ name: SecretName, _ project: ProjectID, _ vault: SecretVault) async throws -> Bool {
    do { return try await vault.find(name, project: project) != secret } catch .unreadable { return true } catch { throw error }
  }

  private static func statements(_ definition: ProjectDefinition, _ project: ProjectID) -> [(Statement, [SQLValue])] {
    let general: [SQLValue] = [
      .id(project), .optional(definition.name), .optional(definition.linking?.rawValue),
      definition.agentLogins.map { .texts($0) } ?? .null, .optional(definition.notes),
    ]
    return [(ProjectStatements.update, general)] + repositories(definition, project)
      + asana(definition.asana, project) + context(definition, project)
  }

  private static func repositories(_ definition: ProjectDefinition, _ project: ProjectID) -> [(Statement, [SQLValue])] {
    guard let repositories = definition.repositories else { return [] }
    let chosen = SQLValue.optional(repositories.first { $0.isDefault }?.name.description)
    return [
      (ProjectStatements.retireRepositories, [.id(project), .texts(repositories.map(\.name.key))]),
      (ProjectStatements.addRepositories, [.id(project), .texts(repositories.map(\.name.description))]),
      (ProjectStatements.clearDefault, [.id(project), chosen]), (ProjectStatements.setDefault, [.id(project), chosen]),
    ]
  }

  private static func asana(_ part: ProjectDefinition.AsanaPart, _ project: ProjectID) -> [(Statement, [SQLValue])] {
    let fields: [SQLValue] = [.optional(part.autoField), .optional(part.repositoryField), .optional(part.statusField)]
    var statements: [(Statement, [SQLValue])] = []
    if part.workspace != nil || fields.contains(where: { $0 != .null }) {
      statements.append((ProjectStatements.forgetOptions, [.id(project)] + fields))
      statements.append((ProjectStatements.saveAsana, [.id(project), .optional(part.workspace)] + fields))
    }
    if let projects = part.projects {
      statements.append((ProjectStatements.dropAsanaProjects, [.id(project), .texts(projects)]))
      statements.append((ProjectStatements.addAsanaProjects, [.id(project), .texts(projects)]))
    }
    if let values = part.autoValues {
      statements.append((ProjectStatements.dropAutoValues, [.id(project), .texts(values)]))
      statements.append((ProjectStatements.addAutoValues, [.id(project), .texts(values)]))
    }
    if let holds = part.holds {
      let values: [SQLValue] = [.texts(Array(holds.keys)), .texts(holds.values.map(\.rawValue))]
      statements.append((ProjectStatements.dropHolds, [.id(project), values[0]]))
      statements.append((ProjectStatements.addHolds, [.id(project)] + values))
    }
    if let map = part.repositories {
      let values: [SQLValue] = [.texts(Array(map.keys)), .texts(map.values.map(\.description))]
      statements.append((ProjectStatements.dropMap, [.id(project), values[0]]))
      statements.append((ProjectStatements.addMap, [.id(project)] + values))
    }
    return statements
  }

  private static func context(_ definition: ProjectDefinition, _ project: ProjectID) -> [(Statement, [SQLValue])] {
    var statements: [(Statement, [SQLValue])] = []
    if let links = definition.links { statements += Self.statements(links, project) }
    if let contacts = definition.contacts { statements += Self.statements(contacts, project) }
    return statements
  }
}
