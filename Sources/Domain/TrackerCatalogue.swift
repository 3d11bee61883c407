/// Whom a tracker's token belongs to, and which workspaces it opens.
package struct TrackerAccount: Sendable, Equatable {
  package let name: String
  package let workspaces: [TrackerResource]

  package init(name: String, workspaces: [TrackerResource]) {
    self.name = name
    self.workspaces = workspaces
  }
}

/// Something of a tracker's that has a name: a workspace or a project.
package struct TrackerResource: Sendable, Hashable {
  package let id: String
  /// Empty when the tracker did not say.
  package let name: String

  package init(id: String, name: String) {
    self.id = id
    self.name = name
  }
}

/// A custom field and what can be chosen in it.
package struct TrackerField: Sendable, Equatable {
  package enum Kind: Sendable, Equatable {
    /// One of its options.
    case enumeration
    /// A number or a check box: anything but 0 or off reads as on.
    case truth
    /// Text, people, dates: nothing this program understands.
    case other
  }

  package struct Option: Sendable, Equatable {
    package let id: String
    package let name: String
    /// Trackers keep options that cannot be chosen any more.
    package let isEnabled: Bool

    package init(id: String, name: String, isEnabled: Bool) {
      self.id = id
      self.name = name
      self.isEnabled = isEnabled
    }
  }

  package let id: String
  package let name: String
  package let kind: Kind
  package let options: [Option]

  package init(id: String, name: String, kind: Kind, options: [Option]) {
    self.id = id
    self.name = name
    self.kind = kind
    self.options = options
  }
}

/// The beginning of a list that may be longer than anybody would look through.
package struct Listing<Item: Sendable>: Sendable {
  package let items: [Item]
  package let isComplete: Bool

  package init(items: [Item], isComplete: Bool) {
    self.items = items
    self.isComplete = isComplete
  }
}

/// What choosing a project's settings needs from a tracker, seen with one token.
package protocol TrackerCatalogue: Sendable {
  func loadAccount() async throws(PortError) -> TrackerAccount
  /// Projects that are not archived; the first 1,000.
  func listProjects(inWorkspace workspace: String) async throws(PortError) -> Listing<TrackerResource>
  /// - Throws: `notFound` or `forbidden` when the token may not see it.
  func loadResource(ofProject project: String) async throws(PortError) -> TrackerResource
  /// Fields attached to a project.
  func listCatalogueFields(inProject project: String) async throws(PortError) -> [TrackerField]
  /// Fields of a workspace; the first 1,000.
  func listCatalogueFields(inWorkspace workspace: String) async throws(PortError) -> [TrackerField]
}
