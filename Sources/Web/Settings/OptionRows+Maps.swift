internal import Actions
internal import Domain
internal import Messages
internal import Pipeline
internal import Storage

extension OptionRows {
  /// Options of the AutoTask field that mean yes.
  /// - Parameter live: what Asana has; nil when it was not asked.
  init(autoValues settings: ProjectSettings, live: [TrackerField.Option]?, _ view: SettingsView) {
    let known = KnownOption.merge(settings.autoValues, live)
    self.init(
      id: "asana-values", action: view.path + "/asana/values", version: view.version,
      rows: known.enumerated().map { index, option in
        // With nothing chosen yet the usual words for yes are proposed.
        let isProposed = settings.autoValues.isEmpty && Self.usualYes.contains(option.option.name.lowercased())
        return OptionRow(
          id: "asana-values-\(index)", value: LineValue.text(option.option), label: option.option.name,
          note: option.isKept ? option.note(view.words) : "", isChosen: option.isKept || isProposed, meanings: [])
      }, meanings: [], isMap: false)
  }

  private static let usualYes: Set<String> = ["yes", "on", "auto", "true", "да", "вкл", "авто", "✅"]

  /// What options of the status field mean.
  init(statusMap settings: ProjectSettings, live: [TrackerField.Option]?, _ view: SettingsView) {
    let known = KnownOption.merge(settings.statusMap.map(\.option), live)
    func meanings(_ chosen: Hold) -> [OptionRow.Meaning] {
      Hold.allCases.map { OptionRow.Meaning(value: $0.rawValue, label: view.words("hold.\($0.rawValue)"), isChosen: $0 == chosen) }
    }
    self.init(
      id: "status-map", action: view.path + "/status-map", version: view.version,
      rows: known.enumerated().map { index, option in
        let hold = settings.statusMap.first { Self.isSame($0.option, option.kept ?? option.option) }?.hold ?? .none
        return OptionRow(
          id: "status-map-\(index)", value: LineValue.text(option.option), label: option.option.name, note: option.note(view.words),
          isChosen: false, meanings: meanings(hold))
      }, meanings: meanings(.none), isMap: true)
  }

  /// Which repositories options of the repository field stand for.
  init(repositoryMap settings: ProjectSettings, live: [TrackerField.Option]?, _ view: SettingsView) {
    let known = KnownOption.merge(settings.repositoryMap.map(\.option), live)
    self.init(
      id: "repository-map", action: view.path + "/repository-map", version: view.version,
      rows: known.enumerated().map { index, option in
        let chosen = settings.repositoryMap.first { Self.isSame($0.option, option.kept ?? option.option) }?.repository
        return OptionRow(
          id: "repository-map-\(index)", value: LineValue.text(option.option), label: option.option.name,
          note: option.isKept ? option.note(view.words) : "", isChosen: false,
          meanings: Self.repositories(settings, chosen: chosen, byName: option.option.name, view.words))
      }, meanings: Self.repositories(settings, chosen: nil, byName: nil, view.words), isMap: true)
  }

  private static func repositories(
    _ settings: ProjectSettings, chosen: String?, byName name: String?, _ words: Words
  ) -> [OptionRow.Meaning] {
    // An option named like a repository of the project stands for it without a line.
    let same = name.flatMap { name in settings.repositories.first { $0.name.lowercased() == name.lowercased() } }?.name
    let none = same.map { words("settings.repository_map.same", ["repository": $0]) } ?? words("settings.repository_map.none")
    return [OptionRow.Meaning(value: "", label: none, isChosen: chosen == nil)]
      + settings.repositories.map {
        OptionRow.Meaning(value: $0.name, label: $0.name, isChosen: $0.name.lowercased() == chosen?.lowercased())
      }
  }

  private static func isSame(_ kept: MappedOption, _ option: MappedOption) -> Bool {
    if let id = kept.id, let other = option.id { return id == other }
    return kept.name == option.name
  }
}
