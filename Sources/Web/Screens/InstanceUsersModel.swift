internal import Domain
internal import HTTP
internal import Messages
internal import Storage
internal import Templates

/// Model of `admin_users.mustache`.
struct InstanceUsersModel: TemplateModel {
  let frame: Frame
  let users: [InstanceStore.User]
  let total: Int
  let number: PageNumber
  let search: String
  let onlyDisabled: Bool
  let ownID: UserID
  let now: Timestamp

  private var words: Words { frame.words }

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .list("tabs") { InstanceTab.all(.users, $0.words) },
      .list("users", \.lines), .flag("hasUsers") { !$0.users.isEmpty }, .text("search", \.search),
      .flag("onlyDisabled", \.onlyDisabled), .text("all") { $0.address(page: 1, onlyDisabled: false) },
      .text("disabled") { $0.address(page: 1, onlyDisabled: true) }, .section("pages", \.pages),
    ]
  }

  private func address(page: Int, onlyDisabled: Bool) -> String {
    let pairs = [
      search.isEmpty ? nil : "q=" + PercentEncoding.encode(search), onlyDisabled ? "state=disabled" : nil, page > 1 ? "page=\(page)" : nil,
    ].compactMap { $0 }
    return pairs.isEmpty ? "/admin" : "/admin?" + pairs.joined(separator: "&")
  }

  private var lines: [InstanceUserLine] { users.map { InstanceUserLine(user: $0, isOneself: $0.id == ownID, now: now, words: words) } }

  private var pages: PageLinks? { number.links(total: total, words) { address(page: $0, onlyDisabled: onlyDisabled) } }
}

/// A user in the list.
struct InstanceUserLine: TemplateModel {
  let user: InstanceStore.User
  let isOneself: Bool
  let now: Timestamp
  let words: Words

  static var fields: Fields<Self> {
    [
      .text("name", \.user.name), .text("initial") { String($0.user.name.prefix(1)) }, .text("href") { "/admin/users/\($0.user.id)" },
      .text("note", \.note), .flag("twoFactor", \.user.hasTwoFactor),
      .number("projects", \.user.projects), .flag("disabled") { $0.user.disabledAt != nil },
      .section("seen") { line in line.user.lastSeenAt.map { Moment.relative($0, now: line.now, in: line.words) } },
    ]
  }

  private var note: String {
    [isOneself ? words("people.note.oneself") : nil, user.isAdmin ? words("people.note.instance_admin") : nil].compactMap { $0 }
      .joined(separator: " · ")
  }
}
