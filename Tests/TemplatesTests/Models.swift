import Templates

/// Page value with one field of every kind.
struct Board: TemplateModel {
  var title = "Board"
  var note: String?
  var count = 3
  var isAdmin = false
  var csrfField = TrustedMarkup(trusted: "<input name=\"csrf\">")
  var owner = Person(name: "Ann", team: nil)
  var guest: Person?
  var rows: [Row] = []
  var labels: [String] = []

  static var fields: Fields<Self> {
    [
      .text("title", \.title), .text("note", \.note), .number("count", \.count), .flag("isAdmin", \.isAdmin),
      .markup("csrfField", \.csrfField), .section("owner", \.owner), .section("guest", \.guest), .list("rows", \.rows),
      .texts("labels", \.labels),
    ]
  }

  struct Person: TemplateModel {
    var name: String
    var team: Team?
    var badges: [String] = []
    var age = 40

    static var fields: Fields<Self> {
      [.text("name", \.name), .section("team", \.team), .texts("badges", \.badges), .number("age", \.age)]
    }
  }

  struct Team: TemplateModel {
    var name: String
    var isOpen = true

    static var fields: Fields<Self> { [.text("name", \.name), .flag("isOpen", \.isOpen)] }
  }

  struct Row: TemplateModel {
    var title: String
    var isDone = false
    var steps: [Step] = []

    static var fields: Fields<Self> { [.text("title", \.title), .flag("isDone", \.isDone), .list("steps", \.steps)] }
  }

  struct Step: TemplateModel {
    var number: Int

    static var fields: Fields<Self> { [.number("number", \.number)] }
  }
}

/// A library of templates given as text, in the order of their names.
func library(_ templates: [String: String], unescaped: Set<UnescapedOutput> = []) throws(TemplateError) -> TemplateLibrary {
  let sources = templates.sorted { $0.key < $1.key }.map { TemplateSource(name: $0.key, bytes: Array($0.value.utf8)) }
  return try TemplateLibrary(sources: sources, unescaped: unescaped)
}

/// `template` rendered with `board`; it may print `csrfField` unescaped.
func rendered(_ template: String, _ board: Board, partials: [String: String] = [:]) throws(TemplateError) -> String {
  let unescaped: Set = [UnescapedOutput(template: "page", key: "csrfField")]
  let library = try library(partials.merging(["page": template]) { $1 }, unescaped: unescaped)
  var output: [UInt8] = []
  try library.bind("page", layout: nil, to: Board.self).render(board, into: &output)
  return String(decoding: output, as: UTF8.self)
}
