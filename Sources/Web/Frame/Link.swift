internal import Templates

/// A link with its words.
struct Link: TemplateModel, Equatable {
  let label: String
  let href: String

  static var fields: Fields<Self> { [.text("label", \.label), .text("href", \.href)] }
}

/// Text alone, for sections that may be missing.
struct Note: TemplateModel, Equatable {
  let text: String

  static var fields: Fields<Self> { [.text("text", \.text)] }
}

/// Name alone, for sections that may be missing.
struct Named: TemplateModel, Equatable {
  let name: String

  static var fields: Fields<Self> { [.text("name", \.name)] }
}

/// Address alone, for sections that may be missing.
struct Target: TemplateModel, Equatable {
  let href: String

  static var fields: Fields<Self> { [.text("href", \.href)] }
}

/// An address outside that may stand in a link: trackers and hosts send these, and `javascript:` is an address too.
enum OutsideURL {
  static func isSafe(_ url: String) -> Bool { url.hasPrefix("https://") || url.hasPrefix("http://") }
}
