package import Domain
package import Pipeline
internal import Storage

/// Who acts, and with what right.
package struct Actor: Sendable, Equatable {
  package let id: UserID
  /// Written to the timeline.
  package let name: String
  package let role: ProjectRole
  /// Through which surface.
  package let source: EventOrigin.Source
  /// Network address, for the audit; empty when it is not known.
  package let address: String

  package init(id: UserID, name: String, role: ProjectRole, source: EventOrigin.Source, address: String) {
    self.id = id
    self.name = name
    self.role = role
    self.source = source
    self.address = address
  }

  /// For the audit.
  var auditOrigin: AuditEvent.Origin { AuditEvent.Origin(user: id, name: name, source: source, address: address) }

  var origin: EventOrigin { EventOrigin(source: source, actor: name) }

  /// - Throws: `forbidden` for a lesser role.
  func require(_ role: ProjectRole) throws(ActionError) {
    guard self.role >= role else { throw .forbidden }
  }
}
