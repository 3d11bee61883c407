internal import Templates

/// A place as the rail and the bar of a phone show it.
struct NavItem: TemplateModel {
  let place: Place
  let label: String
  let href: String
  let isCurrent: Bool
  /// Begins a group: a little room stands in front of it.
  let isFirst: Bool
  /// Has no room in the bar of a phone, and stands on its sheet.
  let isRest: Bool
  let attention: Frame.Attention?

  static var fields: Fields<Self> {
    [
      .text("label", \.label), .text("href", \.href), .text("icon", \.place.icon), .text("letter", \.place.letter),
      .flag("current", \.isCurrent), .flag("first", \.isFirst), .flag("rest", \.isRest), .section("attention", \.attention),
    ]
  }
}
