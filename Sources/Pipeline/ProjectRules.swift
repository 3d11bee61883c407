package import Domain

/// How a project reads its tracker's fields: options are kept by their ids (decision 6.18).
package struct ProjectRules: Sendable, Equatable {
  /// Ids of AutoTask options that mean yes.
  package let autoOptions: Set<String>
  /// Holds by id of the status option; unmapped ones are active.
  package let holds: [String: Hold]
  /// Repositories by id of an option, chosen by hand: wins over the name.
  package let repositoriesByOption: [String: RepositoryID]
  /// Configured repositories by `RepositoryName.key`.
  package let repositoriesByName: [String: RepositoryID]

  package init(
    autoOptions: Set<String>, holds: [String: Hold], repositoriesByOption: [String: RepositoryID],
    repositoriesByName: [String: RepositoryID]
  ) {
    self.autoOptions = autoOptions
    self.holds = holds
    self.repositoriesByOption = repositoriesByOption
    self.repositoriesByName = repositoriesByName
  }

  /// Turns options into meaning. Adapters give `true` for a ticked boolean and for a number other than 0 (decision 6.7).
  package func interpret(_ task: TrackerTask) -> TrackerSighting {
    let repository = task.repositoryOption.flatMap(resolve)
    return TrackerSighting(
      title: task.title, notes: task.notes, permalink: task.permalink, isCompleted: task.isCompleted, isAuto: isTicked(task.autoOption),
      repository: repository, unresolvedRepository: repository == nil ? task.repositoryOption?.name : nil,
      hold: task.statusOption.flatMap { holds[$0.id] } ?? .none, modifiedAt: task.modifiedAt)
  }

  private func isTicked(_ option: String?) -> Bool {
    guard let option else { return false }
    return option == "true" || autoOptions.contains(option)
  }

  private func resolve(_ option: TrackerOption) -> RepositoryID? {
    repositoriesByOption[option.id] ?? RepositoryName(option.name).flatMap { repositoriesByName[$0.key] }
  }
}
