internal import Domain
internal import Messages
internal import Storage
internal import Templates

/// A member in the list.
struct MemberLine: TemplateModel {
  let member: MemberStore.Member
  /// Below it stand the forms' addresses.
  let path: String
  let isOneself: Bool
  let canChange: Bool
  let error: String?
  let now: Timestamp
  let words: Words

  static var fields: Fields<Self> {
    [
      .text("id", \.member.id.description), .text("name", \.member.name), .text("initial") { String($0.member.name.prefix(1)) },
      .text("note", \.note), .text("role") { $0.member.role.name($0.words) }, .section("joined", \.joined), .section("change", \.change),
      .section("remove", \.remove), .section("error") { $0.error.map(Note.init) },
    ]
  }

  private var note: String {
    [
      isOneself ? words("people.note.oneself") : nil, member.isDisabled ? words("people.note.disabled") : nil,
      member.isInstanceAdmin ? words("people.note.instance_admin") : nil,
    ].compactMap { $0 }.joined(separator: " · ")
  }

  private var joined: Moment { .relative(member.joinedAt, now: now, in: words) }

  private var change: Change? {
    canChange ? Change(action: path + "/role", roles: RoleChoice.all(member.role, words)) : nil
  }

  /// Whoever wants to remove themselves leaves.
  private var remove: Target? { canChange && !isOneself ? Target(href: path + "/remove") : nil }

  struct Change: TemplateModel {
    let action: String
    let roles: [RoleChoice]

    static var fields: Fields<Self> { [.text("action", \.action), .list("roles", \.roles)] }
  }
}

/// An invite in the list.
struct InviteLine: TemplateModel {
  let invite: InviteStore.Invite
  /// Below it stands the form's address.
  let path: String
  let now: Timestamp
  let words: Words

  static var fields: Fields<Self> {
    [
      .text("id", \.invite.id.description), .text("for", \.name), .text("role") { $0.invite.role.name($0.words) },
      .text("by") { $0.invite.madeBy }, .section("made") { Moment.relative($0.invite.madeAt, now: $0.now, in: $0.words) },
      .text("word", \.word), .text("tone", \.tone), .section("revoke", \.revoke),
    ]
  }

  /// For whom; something has to stand there.
  private var name: String { invite.note.isEmpty ? words("people.invite.anybody") : invite.note }

  private var revoke: Target? { invite.state == .pending ? Target(href: path + "/revoke") : nil }

  private var tone: String {
    switch invite.state {
    case .pending: "moving"
    case .accepted: "good"
    case .revoked, .expired: "quiet"
    }
  }

  private var word: String {
    switch invite.state {
    case .pending: left
    case .accepted(let name?, _): words("people.invite.accepted_by", ["name": name])
    case .accepted(nil, _): words("people.invite.accepted")
    case .revoked: words("people.invite.revoked")
    case .expired: words("people.invite.expired")
    }
  }

  /// Days left, rounded up, on the last day hours.
  private var left: String {
    let hours = max(1, Int((invite.expiresAt.microseconds - now.microseconds + 3_599_999_999) / 3_600_000_000))
    return hours > 24 ? words.count("people.invite.days_left", (hours + 23) / 24) : words.count("people.invite.hours_left", hours)
  }
}
