package import Domain
package import Storage

/// What a custom field means to the product; the raw value is the name of its form field.
package enum AsanaRole: String, Sendable, CaseIterable {
  case auto, repository, status

  /// AutoTask may also be a number, where anything but 0 means yes (fact F12).
  package func accepts(_ kind: TrackerField.Kind) -> Bool {
    switch kind {
    case .enumeration: true
    case .truth: self == .auto
    case .other: false
    }
  }
}

extension ProjectSettings {
  /// Gid of the field with a role.
  package func field(_ role: AsanaRole) -> String? {
    switch role {
    case .auto: autoField
    case .repository: repositoryField
    case .status: statusField
    }
  }
}
