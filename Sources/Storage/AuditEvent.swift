package import Domain
package import Pipeline
package import Postgres

/// A change to people, roles, secrets or settings: one row of `project_events` or `instance_events`, written in the transaction of the change.
package struct AuditEvent: Sendable, Equatable {
  /// Such as `member.role_changed`; a page says it with the message `audit.TYPE`.
  package let type: String
  /// What the change is about, by name; never a secret, nor a part of one.
  package let details: [String: String]
  package let origin: Origin

  /// Who made a change, and from where.
  package struct Origin: Sendable, Equatable {
    /// nil for the program itself.
    let user: UserID?
    let name: String
    let source: EventOrigin.Source
    /// Network address; empty when there is none.
    let address: String

    /// - Parameter source: `user`, `api` or `system`.
    package init(user: UserID?, name: String, source: EventOrigin.Source, address: String) {
      self.user = user
      self.name = name
      self.source = source
      self.address = address
    }

    /// A command on the server.
    package static let command = Origin(user: nil, name: "autoflow", source: .system, address: "")
  }

  package init(_ type: String, _ details: [String: String] = [:], by origin: Origin) {
    self.type = type
    self.details = details
    self.origin = origin
  }

  /// Writes it to the audit of a project; for a batch or transaction in that project's scope.
  package func statement(in project: ProjectID) -> (Statement, [SQLValue]) { (AuditStatements.addToProject, [.id(project)] + values) }

  /// Writes it to the audit of the instance.
  package var statement: (Statement, [SQLValue]) { (AuditStatements.addToInstance, values) }

  private var values: [SQLValue] {
    [
      .text(origin.source.rawValue), .text(type), .text(JSONText.encode(details.mapValues(\.storable))),
      origin.user.map { .id($0) } ?? .null,
      .text(origin.name), .text(origin.address),
    ]
  }
}
