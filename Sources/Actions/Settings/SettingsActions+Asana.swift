internal import Domain
internal import Messages
package import Pipeline
package import Storage

extension SettingsActions {
  /// Most Asana projects of a project; each has a webhook of its own.
  private static let projectLimit = 50
  /// Most options of a field (Asana's own limit for an enumeration).
  private static let optionLimit = 500

  /// Keeps the Asana projects that stay, and adds those that were pasted.
  /// - Parameters:
  ///   - workspace: gid or address; empty for none.
  ///   - kept: gids of those that stay.
  ///   - pasted: gids and addresses, with blanks or commas between them.
  /// - Returns: whether somebody else had changed the settings meanwhile.
  /// - Throws: `forbidden`; `invalid` for the fields `workspace` and `project_text`.
  package func saveAsanaProjects(workspace: String, kept: TickedBoxes, pasted: String, _ target: Target) async throws -> Bool {
    try target.actor.require(.admin)
    let settings = try await store.load(target.project)
    var gids: [String] = []
    for text in kept.applied(to: settings.asanaProjects.map(\.id)) + TypedList.items(pasted) {
      guard let gid = asanaAddress.project(text) else {
        throw ActionError.invalid(field: "project_text", message: Message("settings.asana.project_unreadable", ["text": text]))
      }
      if !gids.contains(gid) { gids.append(gid) }
    }
    guard gids.count <= Self.projectLimit else {
      throw ActionError.invalid(
        field: "project_text", message: Message("settings.asana.many_projects", ["maximum": "\(Self.projectLimit)"]))
    }
    let names = Dictionary(settings.asanaProjects.map { ($0.id, $0.name) }) { first, _ in first }
    let projects = gids.map { TrackerResource(id: $0, name: names[$0] ?? "") }
    let isMeanwhile = try await store.saveAsanaProjects(workspace: try self.workspace(workspace, settings), projects, target.edit)
    await recheck(.asana, target)
    return isMeanwhile
  }

  private var asanaAddress: AsanaAddress { AsanaAddress(hosts: ports.trackerPages) }

  private func workspace(_ typed: String, _ settings: ProjectSettings) throws(ActionError) -> TrackerResource? {
    guard let text = TypedList.items(typed).first else { return nil }
    guard let gid = asanaAddress.workspace(text) else {
      throw .invalid(field: "workspace", message: Message("settings.asana.workspace_unreadable"))
    }
    return TrackerResource(id: gid, name: settings.names[gid] ?? "")
  }

  /// Decides which fields mean something. A field of a kind that cannot be used is refused when Asana can be asked about it.
  /// - Parameter typed: gids or addresses by role; empty for none.
  /// - Returns: as `saveAsanaProjects`.
  /// - Throws: `forbidden`; `invalid` for the field named like the role.
  package func saveAsanaFields(_ typed: [AsanaRole: String], _ target: Target) async throws -> Bool {
    try target.actor.require(.admin)
    var gids: [AsanaRole: String] = [:]
    for role in AsanaRole.allCases {
      guard let text = TypedList.items(typed[role] ?? "").first else { continue }
      guard let gid = asanaAddress.field(text) else {
        throw ActionError.invalid(field: role.rawValue, message: Message("settings.asana.field_unreadable"))
      }
      guard !gids.values.contains(gid) else {
        throw ActionError.invalid(field: role.rawValue, message: Message("settings.asana.field_twice"))
      }
      gids[role] = gid
    }
    let names = try await checkKinds(gids, target)
    let fields = TrackerFields(auto: gids[.auto], repository: gids[.repository], status: gids[.status])
    let isMeanwhile = try await store.saveAsanaFields(fields, names: names, target.edit)
    await recheck(.asana, target)
    return isMeanwhile
  }

  /// - Returns: names of the fields by gid, as far as Asana told them.
  private func checkKinds(_ gids: [AsanaRole: String], _ target: Target) async throws -> [String: String] {
    guard !gids.isEmpty, case .success(let choices) = await listAsanaFields(target.project) else { return [:] }
    var names: [String: String] = [:]
    for (role, gid) in gids {
      guard let field = choices.first(where: { $0.field.id == gid })?.field else { continue }
      guard role.accepts(field.kind) else {
        let key = role == .auto ? "settings.asana.auto_kind" : "settings.asana.field_kind"
        throw ActionError.invalid(field: role.rawValue, message: Message(key, ["name": field.name]))
      }
      names[gid] = field.name
    }
    return names
  }

  // MARK: Options

  /// Decides which options of the AutoTask field mean yes.
  /// - Returns: as `saveAsanaProjects`.
  /// - Throws: `forbidden`, `invalid` without a field.
  package func saveAutoValues(_ options: [MappedOption], _ target: Target) async throws -> Bool {
    try target.actor.require(.admin)
    return try await store.saveAutoValues(try Self.distinct(options, \.self), target.edit)
  }

  /// Decides what the options of the status field mean. Those that mean nothing are kept too, so that the page knows them.
  /// - Returns: as `saveAsanaProjects`.
  /// - Throws: `forbidden`, `invalid` without a field.
  package func saveStatusMap(_ map: [(option: MappedOption, hold: Hold)], _ target: Target) async throws -> Bool {
    try target.actor.require(.admin)
    return try await store.saveStatusMap(try Self.distinct(map, \.option), target.edit)
  }

  /// Decides which repositories the options of the repository field stand for.
  /// - Parameter map: options with an empty repository have no line of their own.
  /// - Returns: as `saveAsanaProjects`.
  /// - Throws: `forbidden`, `invalid` without a field.
  package func saveRepositoryMap(_ map: [(option: MappedOption, repository: String)], _ target: Target) async throws -> Bool {
    try target.actor.require(.admin)
    let known = try await store.load(target.project).repositories.compactMap { RepositoryName($0.name) }
    var lines: [(option: MappedOption, repository: RepositoryName)] = []
    for (option, text) in try Self.distinct(map, \.option) where !text.isEmpty {
      guard let name = RepositoryName(text), known.contains(name) else {
        throw ActionError.invalid(field: "", message: Message("settings.repository_map.unknown", ["repository": text]))
      }
      lines.append((option, name))
    }
    return try await store.saveRepositoryMap(lines, target.edit)
  }

  /// Leaves out lines without a name; of two lines for one name the last one counts.
  private static func distinct<Line>(_ lines: [Line], _ option: (Line) -> MappedOption) throws(ActionError) -> [Line] {
    guard lines.count <= optionLimit, lines.allSatisfy({ option($0).name.utf8.count <= 1000 }) else {
      throw .invalid(field: "", message: Message("settings.options.limit", ["maximum": "\(optionLimit)"]))
    }
    var kept: [Line] = []
    for line in lines where !option(line).name.isEmpty {
      if let index = kept.firstIndex(where: { option($0).name == option(line).name }) { kept[index] = line } else { kept.append(line) }
    }
    return kept
  }
}
