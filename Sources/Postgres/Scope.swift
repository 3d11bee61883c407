/// Whose rows a request may see: what the row-level security policies of the schema read.
///
/// The setting travels in front of the request in the same implicit transaction, so it costs no round trip and ends with it.
package enum Scope: Sendable, Equatable {
  /// Sets nothing: for tables without a tenant.
  case none
  /// Sets `app.project_id`.
  case project(Int64)
  /// Sets `app.scope` to `system`: work across projects, such as claiming jobs.
  case system

  private static let setProject = Statement("scope.project", "SELECT set_config('app.project_id', $1, true)")
  private static let setSystem = Statement("scope.system", "SELECT set_config('app.scope', 'system', true)")

  /// The step that goes in front, if any.
  var step: Step? {
    switch self {
    case .none: nil
    case .project(let id): Step(Self.setProject, [.int(id)])
    case .system: Step(Self.setSystem, [])
    }
  }
}
