internal import Domain
internal import Pipeline
internal import Storage

extension ProjectFile {
  /// Bounds on lists, so that a file cannot make a project no page can show.
  private static let listLimit = 200

  /// Checks every value and gives them their types.
  func definition() throws(ProjectFileError) -> ProjectDefinition {
    guard Slug.isValid(slug) else { throw ProjectFileError("'slug' should be 1 to 63 of a-z, 0-9 and '-', not at the ends") }
    if let name, name.isEmpty || name.unicodeScalars.count > ProjectActions.nameLimit {
      throw ProjectFileError("'name' should have 1 to \(ProjectActions.nameLimit) characters")
    }
    var definition = ProjectDefinition(slug: slug)
    definition.name = name
    if let asana { definition.asana = try asana.part() }
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
    return ProjectDefinition.sorted(repositories)
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
    part.projects = Self.list(try projects?.map { value throws(ProjectFileError) in try Self.gid(value, "asana.projects") })
    part.autoField = try fields?.auto.map { value throws(ProjectFileError) in try Self.gid(value, "asana.fields.auto") }
    part.repositoryField = try fields?.repository.map { value throws(ProjectFileError) in try Self.gid(value, "asana.fields.repository") }
    part.statusField = try fields?.status.map { value throws(ProjectFileError) in try Self.gid(value, "asana.fields.status") }
    part.autoValues = Self.list(autoValues)
    part.holds = try Self.read(statusMap) { word throws(ProjectFileError) in try Self.hold(word) }
    part.repositories = try Self.read(repositoryMap) { name throws(ProjectFileError) in
      guard let repository = RepositoryName(name) else { throw ProjectFileError("'\(name)' in 'asana.repository_map' is not owner/name") }
      return repository
    }
    return part
  }

  private static func read<Value>(
    _ map: [String: String]?, _ value: (String) throws(ProjectFileError) -> Value
  ) throws(ProjectFileError) -> [String: Value]? {
    guard let map else { return nil }
    var values: [String: Value] = [:]
    for (option, text) in map { values[option] = try value(text) }
    return values
  }

  /// A list whose order says nothing.
  private static func list(_ values: [String]?) -> [String]? { values.map { Set($0).sorted() } }

  private static func gid(_ text: String, _ place: String) throws(ProjectFileError) -> String {
    guard !text.isEmpty, text.utf8.count <= 64, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else {
      throw ProjectFileError("'\(place)' should be an Asana gid, digits only")
    }
    return text
  }

  private static func hold(_ word: String) throws(ProjectFileError) -> Hold {
    guard let hold = Hold.allCases.first(where: { $0.fileWord == word }) else {
      throw ProjectFileError("'asana.status_map' knows ACTIVE, BLOCKED and CANCELLED, not '\(word)'")
    }
    return hold
  }
}

extension Hold {
  /// As a project file spells it.
  var fileWord: String {
    switch self {
    case .none: "ACTIVE"
    case .blocked: "BLOCKED"
    case .cancelled: "CANCELLED"
    }
  }
}
