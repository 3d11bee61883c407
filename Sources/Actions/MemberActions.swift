package import Domain
internal import Messages
package import Storage

/// What people can do about the members of a project.
package struct MemberActions: Sendable {
  private let members: MemberStore

  package init(members: MemberStore) { self.members = members }

  /// Gives a member another role.
  /// - Parameter role: raw value of a `ProjectRole`, as a form sends it.
  /// - Throws: `forbidden` for anybody but an admin, `notFound`, `invalid` for the field `role`; `DatabaseError`.
  package func setRole(_ role: String, of user: UserID, _ actor: Actor, project: ProjectID) async throws {
    try actor.require(.admin)
    let role = try ProjectRole(typed: role)
    try Self.check(try await members.setRole(role, of: user, in: project, by: actor.auditOrigin), "people.last_admin.demote")
  }

  /// Ends somebody else's membership.
  /// - Throws: as `setRole`.
  package func remove(_ user: UserID, _ actor: Actor, project: ProjectID) async throws {
    try actor.require(.admin)
    try Self.check(try await members.remove(user, from: project, by: actor.auditOrigin), "people.last_admin.remove")
  }

  /// Ends one's own membership.
  /// - Throws: `notFound` for whoever is no member, as an admin of the instance may be; `invalid` for the last admin; `DatabaseError`.
  package func leave(_ actor: Actor, project: ProjectID) async throws {
    try Self.check(try await members.remove(actor.id, from: project, by: actor.auditOrigin), "people.last_admin.leave")
  }

  private static func check(_ outcome: MemberStore.Outcome, _ lastAdmin: String) throws(ActionError) {
    switch outcome {
    case .done: return
    case .forbidden: throw .forbidden
    case .notFound: throw .notFound
    case .lastAdmin: throw .invalid(field: "role", message: Message(lastAdmin))
    }
  }
}

extension ProjectRole {
  /// - Throws: `invalid` for the field `role`.
  init(typed text: String) throws(ActionError) {
    guard let role = ProjectRole(rawValue: text) else { throw .invalid(field: "role", message: Message("people.role.unknown")) }
    self = role
  }
}
