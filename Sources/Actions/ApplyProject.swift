internal import Crypto
internal import Domain
package import Storage

/// Creates or updates a project from a file.
package struct ApplyProject: Sendable {
  private let projects: ProjectStore
  private let vault: SecretVault
  private let readVariable: @Sendable (String) -> String?
  private let readFile: @Sendable (String) -> String?

  /// - Parameters:
  ///   - readVariable: value of an environment variable.
  ///   - readFile: content of a file.
  package init(
    projects: ProjectStore, vault: SecretVault, readVariable: @escaping @Sendable (String) -> String?,
    readFile: @escaping @Sendable (String) -> String?
  ) {
    self.projects = projects
    self.vault = vault
    self.readVariable = readVariable
    self.readFile = readFile
  }

  /// Applies the file, all or nothing; twice changes nothing.
  /// - Throws: `ProjectFileError` before anything is written; `StorageError.archived` and other storage errors.
  package func callAsFunction(_ json: [UInt8], requestID: String) async throws -> ProjectStore.Identity {
    let file = try ProjectFile(json: json)
    let definition = try file.definition()
    let known = try await projects.find(slug: definition.slug)
    guard known != nil || !Slug.isReserved(definition.slug) else {
      throw ProjectFileError("'slug' should be another one: \(definition.slug) is reserved")
    }
    try await checkMap(definition, known)
    let sources: [(SecretName, SecretSource?)] = [
      (.asanaToken, file.asana?.token), (.githubToken, file.github?.token), (.githubWebhook, file.github?.webhookSecret),
    ]
    var secrets: [(SecretName, SecretBytes)] = []
    for (name, source) in sources {
      if let source { secrets.append((name, try read(source))) }
    }
    return try await projects.apply(definition, secrets: secrets, vault: vault, by: .command, requestID: requestID)
  }

  /// An option that leads to a repository the project does not have would be ignored in silence.
  private func checkMap(_ definition: ProjectDefinition, _ known: ProjectStore.Identity?) async throws {
    guard let map = definition.asana.repositories, !map.isEmpty else { return }
    var names = definition.repositories?.map(\.name)
    if names == nil, let known { names = try await projects.repositories(of: known.id).map(\.name) }
    for repository in map.values.sorted(by: { $0.key < $1.key }) where names?.contains(repository) != true {
      throw ProjectFileError("'\(repository)' in 'asana.repository_map' is not a repository of the project")
    }
  }

  private func read(_ source: SecretSource) throws(ProjectFileError) -> SecretBytes {
    let (text, place) =
      switch source {
      case .variable(let name): (readVariable(name), "the variable \(name)")
      case .file(let path): (readFile(path), "the file \(path)")
      }
    guard let text, let first = text.split(whereSeparator: \.isNewline).first, !first.isEmpty else {
      throw ProjectFileError("\(place) is missing or empty")
    }
    return SecretBytes(String(first))
  }
}
