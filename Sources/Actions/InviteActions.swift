internal import Crypto
package import Domain
internal import Messages
package import Storage

/// Inviting people into a project, and accepting an invite.
package struct InviteActions: Sendable {
  private let invites: InviteStore
  private let accounts: AccountActions

  package init(invites: InviteStore, accounts: AccountActions) {
    self.invites = invites
    self.accounts = accounts
  }

  /// How long an invite can be used.
  package static let lifetime: Duration = .seconds(7 * 86_400)
  /// Most that a project may have pending.
  static let most = 100
  /// Characters of the note about whom it is for.
  package static let longestNote = 200

  // MARK: Admins of a project

  /// Makes an invite that can be used once.
  /// - Parameters:
  ///   - role: raw value of a `ProjectRole`, as a form sends it.
  ///   - note: for whom it is; may be empty.
  /// - Returns: its token, which is not kept: nobody can be told it again.
  /// - Throws: `forbidden` for anybody but an admin, `invalid` for the fields `role` and `note`; `DatabaseError`.
  package func create(role: String, note: String, _ actor: Actor, project: ProjectID) async throws -> String {
    try actor.require(.admin)
    let role = try ProjectRole(typed: role)
    let note = note.trimmingWhitespace
    guard note.unicodeScalars.count <= Self.longestNote else {
      throw ActionError.invalid(field: "note", message: Message("people.invite.note_long", ["maximum": "\(Self.longestNote)"]))
    }
    let token = accounts.random.token(bytes: 32)
    let creation = try await invites.create(
      token: token, role: role, note: note, in: project, lifetime: Self.lifetime, most: Self.most, by: actor.auditOrigin)
    switch creation {
    case .created: return token
    case .forbidden: throw ActionError.forbidden
    case .tooMany: throw ActionError.invalid(field: "note", message: Message("people.invite.too_many", ["maximum": "\(Self.most)"]))
    }
  }

  /// Makes a pending invite useless.
  /// - Throws: `forbidden` for anybody but an admin, `notFound` when it was used or revoked meanwhile; `DatabaseError`.
  package func revoke(_ invite: InviteID, _ actor: Actor, project: ProjectID) async throws {
    try actor.require(.admin)
    guard let wasPending = try await invites.revoke(invite, in: project, by: actor.auditOrigin) else { throw ActionError.forbidden }
    guard wasPending else { throw ActionError.notFound }
  }

  // MARK: Whoever has the link

  /// What an invite leads to; uses nothing up.
  /// - Parameter peer: address as text; empty when it is not known.
  /// - Throws: `gone` when it cannot be used, whatever the reason; `throttled`; `DatabaseError`.
  package func open(token: String, peer: String) async throws -> InviteStore.Invitation {
    if let invitation = try await invites.find(token: token) { return invitation }
    // Only what finds nothing is counted: a token cannot be guessed, and many people may open theirs from one address.
    return try await accounts.counting(LoginThrottle.Attempt(tokenFrom: peer)) { throw ActionError.gone }
  }

  /// Makes a user who joins the project, and signs them in. Of several at the same moment one joins, the others get `gone`.
  /// - Parameters:
  ///   - language: code of the language the invite was read in.
  ///   - previous: token of the session the browser has now, which ends.
  /// - Returns: token of the new session and slug of the project.
  /// - Throws: as `open`; `invalid` for the fields of the form, and then the invite can still be used; `overloaded`.
  package func accept(
    token: String, _ account: AccountActions.NewAccount, language: String, client: SessionStore.Client, replacing previous: String?
  ) async throws -> (session: String, slug: String) {
    _ = try await open(token: token, peer: client.address)
    let (username, hash) = try await accounts.prepare(account)
    let user = InviteStore.NewUser(username: username, passwordHash: hash, language: language, address: client.address)
    switch try await invites.accept(token: token, as: user) {
    case .joined(let id, let slug): return (try await accounts.openSession(of: id, client, replacing: previous), slug)
    case .nameTaken: throw ActionError.invalid(field: "username", message: Message("people.invite.name_taken"))
    case .unusable, .isMember: throw ActionError.gone
    }
  }

  /// Lets somebody join who is signed in.
  /// - Returns: slug of the project. Whoever is a member already keeps their role, and the invite can still be used.
  /// - Throws: as `open`.
  package func accept(token: String, as person: Person) async throws -> String {
    let invitation = try await open(token: token, peer: person.address)
    switch try await invites.accept(token: token, as: person.id, by: person.auditOrigin) {
    case .joined(_, let slug): return slug
    case .isMember: return invitation.slug
    case .unusable, .nameTaken: throw ActionError.gone
    }
  }
}

extension String {
  /// Without blanks at both ends.
  fileprivate var trimmingWhitespace: String {
    let start = drop(while: \.isWhitespace)
    return start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) } ?? ""
  }
}
