package import Crypto
internal import Domain
internal import Pipeline
internal import Postgres

extension ProjectStore {
  /// Writes a definition and its secrets, all or nothing. The same one twice changes nothing.
  package func apply(
    _ definition: ProjectDefinition, secrets: [(SecretName, SecretBytes)], vault: SecretVault, requestID: String
  ) async throws -> Identity {
    try await create(slug: definition.slug, name: definition.name ?? definition.slug)
    guard let identity = try await find(slug: definition.slug) else { throw StorageError.notFound }
    let project = identity.id
    var changed: [(SecretName, SecretBytes)] = []
    for (name, secret) in secrets where try await isNew(secret, name, project, vault) { changed.append((name, secret)) }
    try await database.transaction(scope: .project(project.rawValue)) { transaction in
      _ = try await transaction.batch(Self.statements(definition, project))
      for (name, secret) in changed { try await vault.save(secret, as: name, project: project, in: transaction) }
      let job = NewJob(kind: .hooks, lane: "hooks", key: nil, requestID: requestID)
      _ = try await transaction.batch(JobQueue.enqueue([job], project: project))
    }
    return try await find(slug: definition.slug) ?? identity
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
      + (definition.asana.map { asana($0, project) } ?? []) + context(definition, project)
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
    var statements: [(Statement, [SQLValue])] = [
      (ProjectStatements.forgetOptions, [.id(project)] + fields),
      (
        ProjectStatements.saveAsana,
        [.id(project), .optional(part.workspace)] + fields
      ),
    ]
    if let projects = part.projects {
      statements.append((ProjectStatements.dropAsanaProjects, [.id(project), .texts(projects)]))
      statements.append((ProjectStatements.addAsanaProjects, [.id(project), .texts(projects)]))
    }
    if let values = part.autoValues {
      statements.append((ProjectStatements.dropAutoValues, [.id(project), .texts(values)]))
      statements.append((ProjectStatements.addAutoValues, [.id(project), .texts(values)]))
    }
    if let holds = part.holds {
      statements.append((ProjectStatements.dropHolds, [.id(project), .texts(holds.map(\.option))]))
      statements.append((ProjectStatements.addHolds, [.id(project), .texts(holds.map(\.option)), .texts(holds.map(\.hold.rawValue))]))
    }
    if let map = part.repositories {
      statements.append((ProjectStatements.dropMap, [.id(project), .texts(map.map(\.option))]))
      statements.append(
        (ProjectStatements.addMap, [.id(project), .texts(map.map(\.option)), .texts(map.map(\.repository.description))]))
    }
    return statements
  }

  private static func context(_ definition: ProjectDefinition, _ project: ProjectID) -> [(Statement, [SQLValue])] {
    var statements: [(Statement, [SQLValue])] = []
    if let links = definition.links {
      statements.append((ProjectStatements.dropLinks, [.id(project)]))
      for (position, link) in links.enumerated() {
        let values: [SQLValue] = [
          .id(project), .int(Int64(position)), .text(link.kind), .text(link.url), .text(link.title), .texts(link.tags),
        ]
        statements.append((ProjectStatements.addLink, values))
      }
    }
    if let contacts = definition.contacts {
      statements.append((ProjectStatements.dropContacts, [.id(project)]))
      for (position, contact) in contacts.enumerated() {
        let values: [SQLValue] = [
          .id(project), .int(Int64(position)), .text(contact.role), .text(contact.name), .text(contact.handle),
        ]
        statements.append((ProjectStatements.addContact, values))
      }
    }
    return statements
  }
}
