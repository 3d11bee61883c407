internal import Actions
internal import Domain
internal import Messages
internal import Storage

extension ChooseModel {
  /// Projects of a workspace. What is configured is always among them, so that nobody takes away what they do not see.
  init(
    projects result: Result<SettingsActions.ProjectChoices, PortError>, _ settings: ProjectSettings, _ view: SettingsView, frame: Frame,
    search: String
  ) {
    let words = view.words
    let choices = try? result.get()
    let chosen = settings.asanaProjects
    let listed = (choices?.projects ?? []).filter { one in !chosen.contains { $0.id == one.id } }
    let items = (chosen.map { ($0, true) } + listed.filter { Self.fits($0.name + " " + $0.id, search) }.map { ($0, false) })
      .enumerated().map { index, entry in
        let (project, isChosen) = entry
        let known = choices?.projects.first { $0.id == project.id }?.name ?? project.name
        return PickItem(
          id: "project-\(index)", name: "project", value: project.id, label: known.isEmpty ? project.id : known,
          note: known.isEmpty ? "" : project.id, isChosen: isChosen)
      }
    self.init(
      frame: frame, title: words("settings.asana.choose_projects"), lead: words("settings.asana.choose_projects_lead"),
      action: view.path + "/asana/projects", back: view.path + "#asana", version: view.version,
      problem: Self.problem(result, "Asana", words), search: choices == nil ? nil : search,
      workspaces: (choices?.workspaces ?? []).enumerated().map { index, workspace in
        PickItem(
          id: "workspace-\(index)", name: "workspace", value: workspace.id, label: workspace.name, note: "",
          isChosen: workspace.id == choices?.workspace?.id)
      },
      workspace: choices?.workspace?.id ?? settings.workspace,
      groups: [
        Group(
          id: "projects", label: words("settings.asana.projects"), hint: words("settings.asana.projects_hint"), type: "checkbox",
          items: items)
      ],
      cut: choices?.isCut == true ? words("settings.choose.cut") : nil,
      pasted: Pasted(name: "project_text", label: words("settings.asana.paste"), hint: words("settings.asana.paste_hint")))
  }

  /// The three fields, each from those it can be.
  init(
    fields result: Result<[SettingsActions.FieldChoice], PortError>, _ settings: ProjectSettings, _ view: SettingsView, frame: Frame
  ) {
    let words = view.words
    let choices = (try? result.get()) ?? []
    self.init(
      frame: frame, title: words("settings.asana.choose_fields"), lead: words("settings.asana.choose_fields_lead"),
      action: view.path + "/asana/fields", back: view.path + "#asana", version: view.version,
      problem: Self.problem(result, "Asana", words), search: nil, workspaces: [], workspace: nil,
      groups: AsanaRole.allCases.map { role in
        Group(
          id: role.rawValue, label: words("finding.role.\(role.rawValue)"), hint: words("settings.asana.\(role.rawValue).hint"),
          type: "radio", items: Self.items(role, choices, settings, words))
      }, cut: nil, pasted: nil)
  }

  private static func items(
    _ role: AsanaRole, _ choices: [SettingsActions.FieldChoice], _ settings: ProjectSettings, _ words: Words
  ) -> [PickItem] {
    let current = settings.field(role)
    let fitting = choices.filter { role.accepts($0.field.kind) }
    func item(_ index: Int, _ value: String, _ label: String, _ note: String, _ isChosen: Bool) -> PickItem {
      PickItem(id: "\(role.rawValue)-\(index)", name: role.rawValue, value: value, label: label, note: note, isChosen: isChosen)
    }
    var items = [item(0, "", words("settings.asana.no_field"), "", current == nil)]
    items += fitting.enumerated().map { index, choice in
      item(index + 1, choice.field.id, choice.field.name, note(choice, words), choice.field.id == current)
    }
    if let current, !fitting.contains(where: { $0.field.id == current }) {
      items.append(item(items.count, current, settings.names[current] ?? current, words("settings.asana.field_unlisted"), true))
    }
    return items
  }

  private static func note(_ choice: SettingsActions.FieldChoice, _ words: Words) -> String {
    let kind =
      choice.field.kind == .truth
      ? words("settings.asana.kind_truth") : words.count("settings.asana.options", choice.field.options.filter(\.isEnabled).count)
    guard !choice.missingIn.isEmpty else { return kind }
    return kind + " · " + words("settings.asana.missing_in", ["projects": choice.missingIn.joined(separator: ", ")])
  }

  /// Repositories the token's owner works with; those that are configured are always among them.
  init(
    repositories result: Result<Listing<CodeHostRepository>, PortError>, _ settings: ProjectSettings, _ view: SettingsView, frame: Frame,
    search: String
  ) {
    let words = view.words
    let listing = try? result.get()
    let chosen = settings.repositories.map(\.name)
    let known = listing?.items ?? []
    let listed = known.filter { one in !chosen.contains { $0.lowercased() == one.name.key } && Self.fits(one.name.description, search) }
    let names = chosen.map { ($0, true) } + listed.map { ($0.name.description, false) }
    let items = names.enumerated().map { index, entry in
      let repository = known.first { $0.name.key == entry.0.lowercased() }
      return PickItem(
        id: "repository-\(index)", name: "repository", value: entry.0, label: entry.0, note: repository.map { Self.note($0, words) } ?? "",
        isChosen: entry.1)
    }
    self.init(
      frame: frame, title: words("settings.github.choose_repositories"), lead: words("settings.github.choose_repositories_lead"),
      action: view.path + "/github/repositories", back: view.path + "#github", version: view.version,
      problem: Self.problem(result, "GitHub", words), search: listing == nil ? nil : search, workspaces: [], workspace: nil,
      groups: [
        Group(
          id: "repositories", label: words("settings.github.repositories"), hint: words("settings.github.choose_hint"), type: "checkbox",
          items: items)
      ],
      cut: listing?.isComplete == false ? words("settings.choose.cut") : nil,
      pasted: Pasted(name: "repository_text", label: words("settings.github.paste"), hint: words("settings.github.paste_hint")))
  }

  private static func note(_ repository: CodeHostRepository, _ words: Words) -> String {
    var notes = [words("finding.permission.\(repository.permission.rawValue)")]
    if repository.isPrivate { notes.append(words("settings.github.private")) }
    if repository.isArchived { notes.append(words("settings.github.archived")) }
    return notes.joined(separator: " · ")
  }

  private static func problem<Value>(_ result: Result<Value, PortError>, _ system: String, _ words: Words) -> String? {
    guard case .failure(let error) = result else { return nil }
    return PortReason.text(error, system, words)
  }

  /// Whether a text holds every word of a search.
  private static func fits(_ text: String, _ search: String) -> Bool {
    let text = text.lowercased()
    return search.lowercased().split(whereSeparator: \.isWhitespace).allSatisfy { text.contains($0) }
  }
}
