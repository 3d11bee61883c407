internal import Domain
internal import Messages
internal import Pipeline
internal import Storage

extension SettingsActions {
  /// Most repositories of a project.
  private static let repositoryLimit = 100
  private static let agentLimit = 20

  /// Keeps the repositories that stay, and adds those that were pasted.
  /// - Parameters:
  ///   - kept: `owner/name`.
  ///   - pasted: names and addresses, with blanks or commas between them.
  ///   - chosen: the default one, nil for the one it is. One that is not among them is none.
  /// - Returns: whether somebody else had changed the settings meanwhile.
  /// - Throws: `forbidden`; `invalid` for the fields `repository_text` and `default`.
  package func saveRepositories(kept: TickedBoxes, pasted: String, default chosen: String?, _ target: Target) async throws -> Bool {
    try target.actor.require(.admin)
    let current = try await store.load(target.project).repositories
    var names: [RepositoryName] = []
    for text in kept.applied(to: current.map(\.name)) + TypedList.items(pasted) {
      guard let name = RepositoryAddress(hosts: ports.codeHostPages).name(text) else {
        throw ActionError.invalid(field: "repository_text", message: Message("settings.github.repository_unreadable", ["text": text]))
      }
      if !names.contains(name) { names.append(name) }
    }
    guard names.count <= Self.repositoryLimit else {
      throw ActionError.invalid(
        field: "repository_text", message: Message("settings.github.many_repositories", ["maximum": "\(Self.repositoryLimit)"]))
    }
    // The default one may have been taken off the list in the same form: then there is none, or the only one that is left.
    let known = current.first(where: \.isDefault)?.name
    let preferred =
      (chosen ?? known).flatMap { RepositoryName($0) }.flatMap { names.contains($0) ? $0 : nil } ?? (names.count == 1 ? names.first : nil)
    let isMeanwhile = try await store.saveRepositories(names, default: preferred, target.edit)
    await recheck(.github, target)
    return isMeanwhile
  }

  /// Decides which pull requests belong to an issue, and whose they may be.
  /// - Parameters:
  ///   - linking: name of a `ProjectPolicy.Linking`.
  ///   - agents: logins with blanks or commas between them.
  /// - Returns: as `saveRepositories`.
  /// - Throws: `forbidden`; `invalid` for the fields `linking` and `agents`.
  package func saveRules(linking: String, agents: String, _ target: Target) async throws -> Bool {
    try target.actor.require(.admin)
    guard let rule = ProjectPolicy.Linking(rawValue: linking) else {
      throw ActionError.invalid(field: "linking", message: Message("settings.github.linking_unknown"))
    }
    var logins: [String] = []
    for text in TypedList.items(agents) {
      let login = text.hasPrefix("@") ? String(text.dropFirst()) : text
      guard Self.isLogin(login) else {
        throw ActionError.invalid(field: "agents", message: Message("settings.github.login_unreadable", ["text": text]))
      }
      if !logins.contains(where: { $0.lowercased() == login.lowercased() }) { logins.append(login) }
    }
    guard logins.count <= Self.agentLimit else {
      throw ActionError.invalid(field: "agents", message: Message("settings.github.many_logins", ["maximum": "\(Self.agentLimit)"]))
    }
    return try await store.saveRules(rule, agentLogins: logins, target.edit)
  }

  /// Letters, digits and hyphens, at most 39, with `[bot]` behind it for apps.
  private static func isLogin(_ text: String) -> Bool {
    let name = text.hasSuffix("[bot]") ? text.dropLast(5) : text[...]
    return (1...39).contains(name.utf8.count)
      && name.utf8.allSatisfy { byte in
        (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == 0x2D || byte == 0x5F
      }
  }
}
