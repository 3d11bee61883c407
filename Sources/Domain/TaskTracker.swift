/// A task as its tracker shows it now.
package struct TrackerTask: Sendable, Equatable {
  /// The tracker's own id, such as an Asana gid.
  package let key: String
  package let title: String
  package let notes: String
  /// Address for people.
  package let permalink: String
  package let isCompleted: Bool
  /// Option chosen in the AutoTask field (its gid), `"true"` for a boolean or a number other than 0; nil when empty, unknown, disabled or missing.
  package let autoOption: String?
  /// Option of the repository field: gid and name.
  package let repositoryOption: TrackerOption?
  /// Option of the status field: gid and name.
  package let statusOption: TrackerOption?
  package let modifiedAt: Timestamp

  package init(
    key: String, title: String, notes: String, permalink: String, isCompleted: Bool, autoOption: String?,
    repositoryOption: TrackerOption?, statusOption: TrackerOption?, modifiedAt: Timestamp
  ) {
    self.key = key
    self.title = title
    self.notes = notes
    self.permalink = permalink
    self.isCompleted = isCompleted
    self.autoOption = autoOption
    self.repositoryOption = repositoryOption
    self.statusOption = statusOption
    self.modifiedAt = modifiedAt
  }
}

/// One option of an enumeration field.
package struct TrackerOption: Sendable, Hashable {
  package let id: String
  package let name: String

  package init(id: String, name: String) {
    self.id = id
    self.name = name
  }
}

/// Which custom fields carry the product's meaning.
package struct TrackerFields: Sendable, Equatable {
  package let auto: String?
  package let repository: String?
  package let status: String?

  package init(auto: String?, repository: String?, status: String?) {
    self.auto = auto
    self.repository = repository
    self.status = status
  }
}

/// What the pipeline needs from a tracker. One value serves one project with that project's own token.
package protocol TaskTracker: Sendable {
  func loadTask(_ key: String, fields: TrackerFields) async throws(PortError) -> TrackerTask
  /// Sets or clears completion. Safe to repeat.
  func setCompleted(_ isCompleted: Bool, task key: String) async throws(PortError)
  /// Writes a comment unless one carrying `marker` is already among the newest. Safe to repeat.
  func comment(_ text: String, marker: String, task key: String) async throws(PortError)
}
