internal import Domain
internal import Messages
internal import Storage
internal import Templates

/// Model of `members.mustache`.
struct MembersModel: TemplateModel {
  let frame: Frame
  /// `/p/demo`
  let path: String
  let members: [MemberStore.Member]
  let pages: PageLinks?
  /// Of whoever looks at the page.
  let ownID: UserID
  /// nil for an admin of the instance who is no member.
  let ownRole: ProjectRole?
  /// nil for whoever may not change anything.
  let invites: [InviteStore.Invite]?
  /// Address of an invite that was just made.
  let link: String?
  let failure: Failure?
  let now: Timestamp

  /// What was not accepted.
  enum Failure: Sendable {
    case member(UserID, Message)
    /// - field: `role` or `note`.
    case invite(role: String, note: String, field: String, Message)
  }

  private var words: Words { frame.words }
  private var canChange: Bool { invites != nil }

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .list("members", \.lines), .section("pages", \.pages), .flag("canChange", \.canChange),
      .section("link") { $0.link.map(Target.init) }, .section("invite", \.form), .list("invites", \.inviteLines),
      .flag("hasInvites") { $0.invites?.isEmpty == false }, .section("leave", \.leave),
    ]
  }

  private var lines: [MemberLine] {
    members.map { member in
      MemberLine(
        member: member, path: "\(path)/members/\(member.id)", isOneself: member.id == ownID, canChange: canChange,
        error: error(of: member.id),
        now: now, words: words)
    }
  }

  private func error(of user: UserID) -> String? {
    if case .member(user, let message) = failure { words(message) } else { nil }
  }

  private var form: InviteForm? {
    guard canChange else { return nil }
    guard case .invite(let role, let note, let field, let message) = failure else {
      return InviteForm(action: path + "/invites", role: .editor, note: "", field: nil, error: nil, words: words)
    }
    return InviteForm(
      action: path + "/invites", role: ProjectRole(rawValue: role) ?? .editor, note: note, field: field, error: words(message), words: words
    )
  }

  private var inviteLines: [InviteLine] {
    (invites ?? []).map { InviteLine(invite: $0, path: "\(path)/invites/\($0.id)", now: now, words: words) }
  }

  private var leave: Leave? {
    guard ownRole != nil else { return nil }
    // Where the page has the row of whoever leaves, the reason against it stands there.
    let error = members.contains { $0.id == ownID } && canChange ? nil : error(of: ownID)
    return Leave(action: path + "/members/leave", project: frame.project?.name ?? "", error: error)
  }

  /// The form by which one leaves a project.
  struct Leave: TemplateModel {
    let action: String
    let project: String
    let error: String?

    static var fields: Fields<Self> {
      [.text("action", \.action), .text("project", \.project), .section("error") { $0.error.map(Note.init) }]
    }
  }

  /// The form that makes an invite.
  struct InviteForm: TemplateModel {
    let action: String
    let role: ProjectRole
    let note: String
    /// The field that was not accepted.
    let field: String?
    let error: String?
    let words: Words

    static var fields: Fields<Self> {
      [
        .text("action", \.action), .list("roles") { form in RoleChoice.all(form.role, form.words) }, .text("note", \.note),
        .section("roleError") { $0.field == "role" ? $0.error.map(Note.init) : nil },
        .section("noteError") { $0.field == "note" ? $0.error.map(Note.init) : nil },
      ]
    }
  }
}

/// A role to choose.
struct RoleChoice: TemplateModel {
  let role: ProjectRole
  let isChosen: Bool
  let words: Words

  static func all(_ chosen: ProjectRole?, _ words: Words) -> [RoleChoice] {
    ProjectRole.allCases.map { RoleChoice(role: $0, isChosen: $0 == chosen, words: words) }
  }

  static var fields: Fields<Self> {
    [
      .text("value", \.role.rawValue), .text("label") { $0.role.name($0.words) },
      .text("hint") { $0.words("role.\($0.role.rawValue).hint") },
      .flag("chosen", \.isChosen),
    ]
  }
}

extension ProjectRole {
  func name(_ words: Words) -> String { words("role." + rawValue) }
}
