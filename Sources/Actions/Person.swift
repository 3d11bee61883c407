package import Domain
internal import Pipeline
internal import Storage

/// Somebody who is signed in, outside of any project.
package struct Person: Sendable, Equatable {
  package let id: UserID
  package let name: String
  /// Of the instance.
  package let isAdmin: Bool
  /// Network address, for the audit; empty when it is not known.
  package let address: String

  package init(id: UserID, name: String, isAdmin: Bool, address: String) {
    self.id = id
    self.name = name
    self.isAdmin = isAdmin
    self.address = address
  }

  /// For the audit.
  var auditOrigin: AuditEvent.Origin { AuditEvent.Origin(user: id, name: name, source: .user, address: address) }

  /// - Throws: `forbidden` for anybody but an admin of the instance.
  func requireAdmin() throws(ActionError) {
    guard isAdmin else { throw .forbidden }
  }
}
