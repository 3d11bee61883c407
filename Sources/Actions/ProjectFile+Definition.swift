internal import Domain
internal import Pipeline
internal import Storage

extension ProjectFile {
  /// Bounds on lists, so that a file cannot make a project no page can show.
  private static let listLimit = 200

  /// Checks every value and gives them their types.
  func definition() throws(ProjectFileError) -> ProjectDefinition {
    guard Slug.isValid(slug) else { throw ProjectFileError("'slug' should be 1 to 63 of a-z, 0-9 and '-', not at the ends") }
    if let name, name.isEmpty || name.utf8.count > 200 { throw ProjectFileError("'name' should have 1 to 200 bytes") }
    var definition = ProjectDefinition(slug: slug)
    definition.name = name
    definition.asana = try asana?.part()
    definition.repositories = try repositories()
    definition.agentLogins = github?.agentLogins
    definition.linking = try linking()
    definition.links = try links?.map { link throws(ProjectFileError) in try link.checked() }
    definition.contacts = contacts?.map { ProjectContext.Contact(role: $0.role, name: $0.name, handle: $0.handle) }
    definition.notes = notes
    for (count, name) in [(links?.count, "links"), (contacts?.count, "contacts"), (github?.repositories?.count, "github.repositories")]
    where (count ?? 0) > Self.listLimit {
      throw ProjectFileError("'\(name)' has more than \(Self.listLimit) entries")
    }
    return definition
  }

  private func repositories() throws(ProjectFileError) -> [ProjectDefinition.Repository]? {
    guard let listed = github?.repositories else { return nil }
    var repositories: [ProjectDefinition.Repository] = []
    for each in listed {
      guard let name = RepositoryName(each.name) else { throw ProjectFileError("'\(each.name)' is not a repository as owner/name") }
      guard !repositories.contains(where: { $0.name == name }) else { throw ProjectFileError("'\(each.name)' is listed twice") }
      repositories.append(ProjectDefinition.Repository(name: name, isDefault: each.isDefault))
    }
    guard repositories.filter(\.isDefault).count <= 1 else { throw ProjectFileError("more than one repository is the default") }
    return repositories
  }

  private func linking() throws(ProjectFileError) -> ProjectPolicy.Linking? {
    guard let text = github?.linking else { return nil }
    guard let linking = ProjectPolicy.Linking(rawValue: text) else {
      throw ProjectFileError("'github.linking' should be one of strict, repair, keywords")
    }
    return linking
  }
}

extension ProjectFile.Link {
  /// Only web addresses: anything else becomes a link on a page that must not run.
  fileprivate func checked() throws(ProjectFileError) -> ProjectContext.Link {
    guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
      throw ProjectFileError("'\(url)' in 'links' should begin with https:// or http://")
    }
    return ProjectContext.Link(kind: kind, title: title, url: url, tags: tags)
  }
}

extension ProjectFile.Asana {
  fileprivate func part() throws(ProjectFileError) -> ProjectDefinition.AsanaPart {
    var part = ProjectDefinition.AsanaPart()
    part.workspace = try workspace.map { value throws(ProjectFileError) in try Self.gid(value, "asana.workspace") }
    part.projects = try projects?.map { value throws(ProjectFileError) in try Self.gid(value, "asana.projects") }
    part.autoField = try fields?.auto.map { value throws(ProjectFileError) in try Self.gid(value, "asana.fields.auto") }
    part.repositoryField = try fields?.repository.map { value throws(ProjectFileError) in try Self.gid(value, "asana.fields.repository") }
    part.statusField = try fields?.status.map { value throws(ProjectFileError) in try Self.gid(value, "asana.fields.status") }
    part.autoValues = autoValues
    part.holds = try statusMap?.sorted { $0.key < $1.key }.map { option, word throws(ProjectFileError) in
      (option: option, hold: try Self.hold(word))
    }
    part.repositories = try repositoryMap?.sorted { $0.key < $1.key }.map { option, name throws(ProjectFileError) in
      guard let repository = RepositoryName(name) else { throw ProjectFileError("'\(name)' in 'asana.repository_map' is not owner/name") }
      return (option: option, repository: repository)
    }
    return part
  }

  private static func gid(_ text: String, _ place: String) throws(ProjectFileError) -> String {
    guard !text.isEmpty, text.utf8.count <= 64, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else {
      throw ProjectFileError("'\(place)' should be an Asana gid, digits only")
    }
    return text
  }

  private static func hold(_ word: String) throws(ProjectFileError) -> Hold {
    switch word {
    case "ACTIVE": return .none
    case "BLOCKED": return .blocked
    case "CANCELLED": return .cancelled
    default: throw ProjectFileError("'asana.status_map' knows ACTIVE, BLOCKED and CANCELLED, not '\(word)'")
    }
  }
}
