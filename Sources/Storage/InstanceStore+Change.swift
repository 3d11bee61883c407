package import Domain
internal import Postgres

extension InstanceStore {
  /// What became of a change.
  package enum Outcome: Sendable, Equatable {
    case done
    /// Whoever asked is no admin of the instance any more.
    case forbidden
    case notFound
    /// Nobody takes their own rights: so there is always an admin left, whoever asks at the same moment.
    case oneself
  }

  /// Makes a user an admin of the instance, or takes that away.
  package func setAdmin(_ isAdmin: Bool, _ user: UserID, by origin: AuditEvent.Origin) async throws -> Outcome {
    try await change(user, by: origin) { found, transaction in
      guard found.isAdmin != isAdmin else { return }
      let event = AuditEvent(isAdmin ? "user.admin_granted" : "user.admin_revoked", ["user": found.name], by: origin)
      _ = try await transaction.batch([
        (InstanceStatements.setAdmin, [.id(user), .bool(isAdmin)]), (MemberStatements.tellAccess, [.id(user)]), event.statement,
      ])
      if !isAdmin { try await InviteStore.revokeEverywhere(of: user, by: origin, transaction) }
    }
  }

  /// Keeps a user from signing in and ends all their sessions, in one transaction; their pending invites end too.
  package func disable(_ user: UserID, by origin: AuditEvent.Origin) async throws -> Outcome {
    try await change(user, by: origin) { found, transaction in
      guard !found.isDisabled else { return }
      _ = try await transaction.batch([
        (InstanceStatements.disable, [.id(user)]), (InstanceStatements.endSessions, [.id(user)]),
        (InstanceStatements.endChallenges, [.id(user)]), (MemberStatements.tellAccess, [.id(user)]),
        AuditEvent("user.disabled", ["user": found.name], by: origin).statement,
      ])
      try await InviteStore.revokeEverywhere(of: user, by: origin, transaction)
    }
  }

  /// Lets a user sign in again.
  package func enable(_ user: UserID, by origin: AuditEvent.Origin) async throws -> Outcome {
    try await change(user, by: origin) { found, transaction in
      guard found.isDisabled else { return }
      _ = try await transaction.batch([
        (InstanceStatements.enable, [.id(user)]), AuditEvent("user.enabled", ["user": found.name], by: origin).statement,
      ])
    }
  }

  /// Demands a second factor of every user, or leaves it to them.
  /// - Returns: whether it was allowed.
  package func requireTwoFactor(_ isRequired: Bool, by origin: AuditEvent.Origin) async throws -> Bool {
    try await database.transaction { transaction in
      let rows = try await transaction.batch([(InstanceStatements.lock, []), (InstanceStatements.isAdmin, [.optional(origin.user)])])
      guard try rows[1].first?.bool(0) ?? false else { return false }
      guard try rows[0].first?.bool(0) != isRequired else { return true }
      _ = try await transaction.batch([
        (InstanceStatements.requireTwoFactor, [.bool(isRequired)]),
        AuditEvent(isRequired ? "instance.two_factor_required" : "instance.two_factor_optional", by: origin).statement,
      ])
      return true
    }
  }

  private struct Found: Sendable {
    let name: String
    let isAdmin: Bool
    let isDisabled: Bool
  }

  /// Looks at everything again behind the lock: what the caller saw may be over by now.
  private func change(
    _ user: UserID, by origin: AuditEvent.Origin, _ body: (Found, Transaction) async throws -> Void
  ) async throws -> Outcome {
    guard origin.user != user else { return .oneself }
    return try await database.transaction(scope: .system) { transaction in
      let rows = try await transaction.batch([
        (InstanceStatements.lock, []), (InstanceStatements.isAdmin, [.optional(origin.user)]), (InstanceStatements.rights, [.id(user)]),
      ])
      guard try rows[1].first?.bool(0) ?? false else { return .forbidden }
      guard let row = rows[2].first else { return .notFound }
      try await body(Found(name: try row.text(0), isAdmin: try row.bool(1), isDisabled: try row.bool(2)), transaction)
      return .done
    }
  }
}
