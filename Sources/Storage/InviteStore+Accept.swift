package import Domain
internal import Pipeline
internal import Postgres

extension InviteStore {
  /// What a token that can be used now leads to.
  package struct Invitation: Sendable, Equatable {
    package let project: ProjectID
    package let slug: String
    /// Of the project.
    package let name: String
    package let role: ProjectRole
    /// Who made it; nil when that user does not exist any more.
    package let madeBy: String?
    package let expiresAt: Timestamp
  }

  /// What became of an invite that somebody wanted to use.
  package enum Acceptance: Sendable, Equatable {
    case joined(UserID, slug: String)
    /// It was used, revoked, has expired, or never existed.
    case unusable
    /// The new user's name belongs to somebody; the invite can still be used.
    case nameTaken
    /// They are a member already; the invite can still be used.
    case isMember
  }

  /// A person that an invite makes.
  package struct NewUser: Sendable {
    package let username: String
    /// Text of a `PasswordHash`.
    package let passwordHash: String
    /// Code of the language they have read the invite in.
    package let language: String
    /// Network address, for the audit.
    package let address: String

    package init(username: String, passwordHash: String, language: String, address: String) {
      self.username = username
      self.passwordHash = passwordHash
      self.language = language
      self.address = address
    }
  }

  /// Ends a transaction without a trace.
  private struct Refusal: Error {
    let acceptance: Acceptance
  }

  /// - Returns: nil for a token that cannot be used.
  package func find(token: String) async throws -> Invitation? {
    try await database.query(InviteStatements.find, [Self.key(token)], scope: .system).first.map { row in
      Invitation(
        project: try row.id(0), slug: try row.text(1), name: try row.text(2), role: try Self.role(row, 3), madeBy: try row.optionalText(4),
        expiresAt: try row.time(5))
    }
  }

  /// Makes a user who joins, in one transaction. Of several at the same moment one joins.
  package func accept(token: String, as newUser: NewUser) async throws -> Acceptance {
    try await claim(token) { transaction in
      let values: [SQLValue] = [.foreign(newUser.username), .text(newUser.passwordHash), .text(newUser.language)]
      guard let row = try await transaction.query(InviteStatements.insertUser, values).first else {
        throw Refusal(acceptance: .nameTaken)
      }
      let user: UserID = try row.id(0)
      let origin = AuditEvent.Origin(user: user, name: newUser.username, source: .user, address: newUser.address)
      _ = try await transaction.batch([AuditEvent("user.created", ["user": newUser.username], by: origin).statement])
      return (user, origin)
    }
  }

  /// Lets somebody join who has a login.
  package func accept(token: String, as user: UserID, by origin: AuditEvent.Origin) async throws -> Acceptance {
    try await claim(token) { _ in (user, origin) }
  }

  private func claim(
    _ token: String, _ person: (Transaction) async throws -> (UserID, AuditEvent.Origin)
  ) async throws -> Acceptance {
    do {
      return try await database.transaction(scope: .system) { transaction in
        guard let row = try await transaction.query(InviteStatements.claim, [Self.key(token)]).first else { return .unusable }
        let (project, invite): (ProjectID, InviteID) = (try row.id(0), try row.id(3))
        let (slug, role) = (try row.text(1), try row.text(2))
        let (user, origin) = try await person(transaction)
        let joined = try await transaction.query(InviteStatements.join, [.id(project), .id(user), .text(role)])
        guard !joined.isEmpty else { throw Refusal(acceptance: .isMember) }
        _ = try await transaction.batch([
          (InviteStatements.settle, [.id(project), .id(invite), .id(user)]),
          AuditEvent("member.joined", ["user": origin.name, "role": role], by: origin).statement(in: project),
        ])
        return .joined(user, slug: slug)
      }
    } catch let refusal as Refusal {
      return refusal.acceptance
    }
  }
}
