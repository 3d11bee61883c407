/// What a person may do in a project; each role may do all that the ones before it may.
package enum ProjectRole: String, Sendable, CaseIterable, Comparable {
  /// Reads.
  case viewer
  /// Acts on tasks.
  case editor
  /// Configures the project.
  case admin

  package static func < (left: ProjectRole, right: ProjectRole) -> Bool { left.rank < right.rank }

  private var rank: Int {
    switch self {
    case .viewer: 0
    case .editor: 1
    case .admin: 2
    }
  }
}
