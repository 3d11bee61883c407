internal import Domain
internal import HTTP
internal import Messages
internal import Storage
internal import Templates

/// Model of `audit.mustache` and of `admin_audit.mustache`.
struct AuditModel: TemplateModel {
  let frame: Frame
  /// Of the page, without a query.
  let path: String
  /// What is shown of it.
  let filter: AuditLog.Filter
  let isFirstPage: Bool
  /// One more than a page has room for says that there are older ones.
  let entries: [AuditLog.Entry]
  let choices: AuditLog.Choices
  let now: Timestamp

  /// Entries of a page.
  static let size = 50

  private var words: Words { frame.words }

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .text("path", \.path), .list("areas", \.areas), .list("persons", \.persons),
      .flag("hasFilters") { $0.areas.count > 2 || $0.persons.count > 1 || $0.filter != .none }, .text("area") { $0.filter.area },
      .list("tabs") { InstanceTab.all(.audit, $0.frame.words) },
      .list("entries", \.lines), .flag("hasEntries") { !$0.entries.isEmpty }, .flag("filtered") { $0.filter != .none || !$0.isFirstPage },
      .section("pages", \.pages),
    ]
  }

  private func address(area: String?, person: UserID?, before: Int64? = nil) -> String {
    let pairs = [
      area.map { "area=" + PercentEncoding.encode($0) }, person.map { "person=\($0)" }, before.map { "before=\($0)" },
    ].compactMap { $0 }
    return pairs.isEmpty ? path : path + "?" + pairs.joined(separator: "&")
  }

  private var areas: [Area] {
    let all = Area(label: words("audit.all"), href: address(area: nil, person: filter.person), isCurrent: filter.area == nil)
    return [all]
      + choices.areas.map { area in
        Area(label: AuditSentence.area(area, in: words), href: address(area: area, person: filter.person), isCurrent: area == filter.area)
      }
  }

  private var persons: [PersonChoice] {
    choices.persons.map { PersonChoice(id: "\($0.id)", name: $0.name, isChosen: $0.id == filter.person) }
  }

  private var lines: [Line] { entries.prefix(Self.size).map { Line(entry: $0, now: now, words: words) } }

  private var pages: PageLinks? {
    let older = entries.count > Self.size ? entries[Self.size - 1].id : nil
    guard older != nil || !isFirstPage else { return nil }
    return PageLinks(
      range: "", previous: isFirstPage ? nil : Target(href: address(area: filter.area, person: filter.person)),
      next: older.map { Target(href: address(area: filter.area, person: filter.person, before: $0)) })
  }

  /// A kind of changes to look at alone.
  struct Area: TemplateModel {
    let label: String
    let href: String
    let isCurrent: Bool

    static var fields: Fields<Self> { [.text("label", \.label), .text("href", \.href), .flag("current", \.isCurrent)] }
  }

  /// Somebody whose changes are to be looked at alone.
  struct PersonChoice: TemplateModel {
    let id: String
    let name: String
    let isChosen: Bool

    static var fields: Fields<Self> { [.text("id", \.id), .text("name", \.name), .flag("chosen", \.isChosen)] }
  }

  /// One change.
  struct Line: TemplateModel {
    let entry: AuditLog.Entry
    let now: Timestamp
    let words: Words

    static var fields: Fields<Self> {
      [
        .text("text") { AuditSentence.text($0.entry, in: $0.words) }, .text("who", \.who), .text("initial") { String($0.who.prefix(1)) },
        .section("source", \.source), .text("address", \.entry.address),
        .section("at") { Moment.relative($0.entry.at, now: $0.now, in: $0.words) }, .text("type", \.entry.type),
      ]
    }

    /// Where it was not a person in a browser.
    private var source: Note? { entry.source == "user" ? nil : Note(text: words("audit.source." + entry.source)) }

    private var who: String { entry.actor.isEmpty ? words("audit.nobody") : entry.actor }
  }
}
