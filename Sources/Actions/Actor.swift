package import Domain
package import Pipeline

/// Who acts, and with what right.
package struct Actor: Sendable, Equatable {
  package let id: UserID
  /// Written to the timeline.
  package let name: String
  package let role: ProjectRole
  /// Through which surface.
  package let source: EventOrigin.Source

  package init(id: UserID, name: String, role: ProjectRole, source: EventOrigin.Source) {
    self.id = id
    self.name = name
    self.role = role
    self.source = source
  }

  var origin: EventOrigin { EventOrigin(source: source, actor: name) }

  /// - Throws: `forbidden` for a lesser role.
  func require(_ role: ProjectRole) throws(ActionError) {
    guard self.role >= role else { throw .forbidden }
  }
}
