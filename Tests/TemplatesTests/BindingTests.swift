import Templates
import Testing

@Suite struct BindingTests {
  struct Example: Sendable, CustomTestStringConvertible {
    let template: String
    let expected: String
    var board = Board()

    init(_ template: String, _ expected: String, _ change: (inout Board) -> Void = { _ in }) {
      self.template = template
      self.expected = expected
      change(&board)
    }

    var testDescription: String { template }
  }

  static let examples = [
    Example("", ""),
    Example("{{title}}, {{count}}", "Board, 3"),
    Example("{{count}}", "-9223372036854775808") { $0.count = .min },
    Example("{{count}}", "9223372036854775807") { $0.count = .max },
    Example("{{count}}", "0") { $0.count = 0 },
    Example("{{title}}", "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt; &amp;amp;") { $0.title = "<b a=\"1\" c='2'> &amp;" },
    Example("{{{csrfField}}}|{{& csrfField }}", "<input name=\"csrf\">|<input name=\"csrf\">"),
    Example("{{#isAdmin}}yes{{/isAdmin}}{{^isAdmin}}no{{/isAdmin}}", "no"),
    Example("{{#isAdmin}}yes{{/isAdmin}}{{^isAdmin}}no{{/isAdmin}}", "yes") { $0.isAdmin = true },
    Example("{{#note}}({{note}}){{/note}}{{^note}}none{{/note}}", "none"),
    Example("{{#note}}({{note}}){{/note}}{{^note}}none{{/note}}", "none") { $0.note = "" },
    Example("{{#note}}({{note}}){{/note}}{{^note}}none{{/note}}", "(hm)") { $0.note = "hm" },
    Example("{{#csrfField}}+{{/csrfField}}{{^csrfField}}-{{/csrfField}}", "-") { $0.csrfField = TrustedMarkup(trusted: "") },
    Example("{{#owner}}{{name}} of {{title}}{{/owner}}", "Ann of Board"),
    Example("{{owner.name}} {{owner.age}} {{owner.team.name}}.", "Ann 40 ."),
    Example("{{owner.team.name}}", "Red") { $0.owner.team = Board.Team(name: "Red") },
    Example("{{#owner.team}}{{name}}{{/owner.team}}{{^owner.team}}alone{{/owner.team}}", "alone"),
    Example("{{#owner.team}}{{name}}{{/owner.team}}{{^owner.team}}alone{{/owner.team}}", "Red") { $0.owner.team = Board.Team(name: "Red") },
    Example("{{#owner.team.isOpen}}open{{/owner.team.isOpen}}{{^owner.team.isOpen}}shut{{/owner.team.isOpen}}", "shut"),
    Example("{{#owner}}{{#team.isOpen}}{{team.name}}{{/team.isOpen}}{{/owner}}", "Red") { $0.owner.team = Board.Team(name: "Red") },
    Example("{{#owner.badges}}[{{.}}]{{/owner.badges}}", "[a][&amp;]") { $0.owner.badges = ["a", "&"] },
    Example("{{#guest.badges}}[{{.}}]{{/guest.badges}}{{guest.age}}{{^guest}}nobody{{/guest}}", "nobody"),
    Example("{{#guest}}{{name}}{{/guest}}{{^guest}}nobody{{/guest}}", "Bob") { $0.guest = Board.Person(name: "Bob") },
    Example("{{#labels}}{{.}},{{/labels}}{{^labels}}none{{/labels}}", "none"),
    Example("{{#labels}}{{.}} in {{title}},{{/labels}}", "a in Board,b in Board,") { $0.labels = ["a", "b"] },
    Example("{{#rows}}{{title}}{{/rows}}{{title}}", "xyBoard") { $0.rows = [Board.Row(title: "x"), Board.Row(title: "y")] },
    Example("{{#rows}}{{title}}:{{#steps}}{{number}}{{title}}{{count}} {{/steps}}{{^steps}}-{{/steps}};{{/rows}}", "x:1x3 2x3 ;y:-;") {
      $0.rows = [Board.Row(title: "x", steps: [Board.Step(number: 1), Board.Step(number: 2)]), Board.Row(title: "y")]
    },
    Example("{{#rows}}{{#isDone}}done{{/isDone}}{{^isDone}}open{{/isDone}} {{/rows}}", "open done ") {
      $0.rows = [Board.Row(title: "x"), Board.Row(title: "y", isDone: true)]
    },
    Example("{{#rows}}{{#labels}}{{title}}{{.}} {{/labels}}{{#owner}}{{name}}/{{title}}{{/owner}};{{/rows}}", "xa xb Ann/x;ya yb Ann/y;") {
      $0.rows = [Board.Row(title: "x"), Board.Row(title: "y")]
      $0.labels = ["a", "b"]
    },
    Example("{{#rows}}1{{title}}{{/rows}}{{#rows}}2{{#rows}}{{title}}{{/rows}}{{/rows}}", "1x1y2xy2xy") {
      $0.rows = [Board.Row(title: "x"), Board.Row(title: "y")]
    },
    Example("<h1>Доска «{{title}}»</h1>", "<h1>Доска «Задачи &amp; сроки»</h1>") { $0.title = "Задачи & сроки" },
    Example("{{=<% %>=}}<% title %> {{title}}", "Board {{title}}"),
    Example("a\n  {{#isAdmin}}\n  b\n  {{/isAdmin}}\n  {{! note }}\nc\n", "a\nc\n"),
  ]

  @Test(arguments: BindingTests.examples)
  func `a bound template prints its model`(example: Example) throws {
    #expect(try rendered(example.template, example.board) == example.expected)
  }

  @Test func `a partial is bound in the contexts of the place that names it`() throws {
    var board = Board()
    board.rows = [Board.Row(title: "x"), Board.Row(title: "y")]
    let output = try rendered("<ul>\n  {{> web/row}}\n</ul>\n", board, partials: ["web/row": "{{#rows}}\n<li>\n{{title}}\n{{/rows}}\n"])
    #expect(output == "<ul>\n  <li>\n  x\n  <li>\n  y\n</ul>\n")
  }

  @Test func `a layout prints the page at its content tag`() throws {
    let library = try library([
      "layout": "<title>{{owner.name}}</title>\n{{> content}}\n<footer>{{> foot}}</footer>\n",
      "foot": "{{count}}",
      "page": "<h1>{{title}}</h1>\n",
    ])
    var output: [UInt8] = []
    try library.bind("page", layout: "layout", to: Board.self).render(Board(), into: &output)
    #expect(String(decoding: output, as: UTF8.self) == "<title>Ann</title>\n<h1>Board</h1>\n<footer>3</footer>\n")
  }

  @Test func `rendering appends and can be repeated`() throws {
    let bound = try library(["page": "{{title}}{{#labels}}{{.}}{{/labels}};"]).bind("page", layout: nil, to: Board.self)
    var output: [UInt8] = Array(">".utf8)
    bound.render(Board(labels: ["a"]), into: &output)
    bound.render(Board(title: "B"), into: &output)
    #expect(String(decoding: output, as: UTF8.self) == ">Boarda;B;")
  }

  @Test func `two fields of one name stop the program`() async {
    await #expect(processExitsWith: .failure) {
      let _: Fields<Board> = [.text("title", \.title), .flag("title", \.isAdmin)]
    }
  }
}
