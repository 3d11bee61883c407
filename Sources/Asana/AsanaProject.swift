/// Project in Asana, as far as set-up needs it.
package struct AsanaProject: Sendable, Equatable {
  package let gid: String
  package let name: String
  /// Gid; nil when Asana did not say.
  package let workspace: String?

  package init(gid: String, name: String, workspace: String?) {
    self.gid = gid
    self.name = name
    self.workspace = workspace
  }
}
