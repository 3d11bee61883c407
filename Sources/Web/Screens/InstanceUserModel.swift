internal import Domain
internal import Messages
internal import Storage
internal import Templates

/// Model of `admin_user.mustache`.
struct InstanceUserModel: TemplateModel {
  let frame: Frame
  let user: InstanceStore.User
  let memberships: [InstanceStore.Membership]
  let isOneself: Bool
  let error: String?
  let now: Timestamp

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .text("name", \.user.name), .text("path") { "/admin/users/\($0.user.id)" }, .flag("oneself", \.isOneself),
      .flag("admin", \.user.isAdmin), .flag("twoFactor", \.user.hasTwoFactor),
      .section("disabled") { page in page.user.disabledAt.map { Moment.relative($0, now: page.now, in: page.frame.words) } },
      .section("seen") { page in page.user.lastSeenAt.map { Moment.relative($0, now: page.now, in: page.frame.words) } },
      .section("created") { Moment.relative($0.user.createdAt, now: $0.now, in: $0.frame.words) },
      .list("memberships", \.lines), .flag("hasMemberships") { !$0.memberships.isEmpty }, .section("error") { $0.error.map(Note.init) },
    ]
  }

  private var lines: [MembershipLine] {
    memberships.map { MembershipLine(name: $0.name, href: "/p/\($0.slug)/members", role: $0.role.name(frame.words)) }
  }

  /// A project they are a member of.
  struct MembershipLine: TemplateModel {
    let name: String
    let href: String
    let role: String

    static var fields: Fields<Self> { [.text("name", \.name), .text("href", \.href), .text("role", \.role)] }
  }
}
