package import Domain
internal import Messages
package import Storage

/// What an admin of the instance can do about users and settings.
package struct InstanceActions: Sendable {
  private let instance: InstanceStore

  package init(instance: InstanceStore) { self.instance = instance }

  /// Makes a user an admin of the instance, or takes that away.
  /// - Throws: `forbidden` for anybody but an admin of the instance, `notFound`, `invalid` for oneself; `DatabaseError`.
  package func setAdmin(_ isAdmin: Bool, _ user: UserID, by person: Person) async throws {
    try person.requireAdmin()
    try Self.check(try await instance.setAdmin(isAdmin, user, by: person.auditOrigin))
  }

  /// Keeps a user from signing in and ends their sessions at once, or lets them sign in again.
  /// - Throws: as `setAdmin`.
  package func setDisabled(_ isDisabled: Bool, _ user: UserID, by person: Person) async throws {
    try person.requireAdmin()
    let origin = person.auditOrigin
    try Self.check(isDisabled ? try await instance.disable(user, by: origin) : try await instance.enable(user, by: origin))
  }

  /// Demands a second factor of every user, or leaves it to them.
  /// - Throws: `forbidden` for anybody but an admin of the instance; `DatabaseError`.
  package func requireTwoFactor(_ isRequired: Bool, by person: Person) async throws {
    try person.requireAdmin()
    guard try await instance.requireTwoFactor(isRequired, by: person.auditOrigin) else { throw ActionError.forbidden }
  }

  private static func check(_ outcome: InstanceStore.Outcome) throws(ActionError) {
    switch outcome {
    case .done: return
    case .forbidden: throw .forbidden
    case .notFound: throw .notFound
    case .oneself: throw .invalid(field: "user", message: Message("people.oneself"))
    }
  }
}
