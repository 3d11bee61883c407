package import Domain

/// Makes the outside systems of a project, with that project's own tokens.
package struct ProjectPorts: Sendable {
  package let tracker: @Sendable (ProjectID) async throws(PortError) -> any TaskTracker
  package let setup: @Sendable (ProjectID) async throws(PortError) -> any TrackerSetup
  package let codeHost: @Sendable (ProjectID) async throws(PortError) -> any CodeHost

  package init(
    tracker: @escaping @Sendable (ProjectID) async throws(PortError) -> any TaskTracker,
    setup: @escaping @Sendable (ProjectID) async throws(PortError) -> any TrackerSetup,
    codeHost: @escaping @Sendable (ProjectID) async throws(PortError) -> any CodeHost
  ) {
    self.tracker = tracker
    self.setup = setup
    self.codeHost = codeHost
  }
}
