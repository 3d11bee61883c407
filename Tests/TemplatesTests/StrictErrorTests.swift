import Templates
import Testing

@Suite struct StrictErrorTests {
  struct Fault: Sendable, CustomTestStringConvertible {
    let template: String
    let line: Int
    let column: Int
    let reason: TemplateError.Reason

    init(_ template: String, _ line: Int, _ column: Int, _ reason: TemplateError.Reason) {
      self.template = template
      self.line = line
      self.column = column
      self.reason = reason
    }

    var testDescription: String { template.prefix(60).description }
  }

  static let faults = [
    Fault("{{titel}}", 1, 1, .unknownKey("titel", model: "Board")),
    Fault("a\r\n  б {{title}} {{ titel }}", 2, 15, .unknownKey("titel", model: "Board")),
    Fault("{{#rows}}\n{{title}}{{nmae}}{{/rows}}", 2, 10, .unknownKey("nmae", model: "Row")),
    Fault("{{#owner}}{{#team}}{{isShut}}{{/team}}{{/owner}}", 1, 20, .unknownKey("isShut", model: "Team")),
    Fault("{{^rows}}{{isDone}}{{/rows}}", 1, 10, .unknownKey("isDone", model: "Board")),
    Fault("\n{{owner.nmae}}", 2, 1, .unknownKey("owner.nmae", model: "Board")),
    Fault("{{title.length}}", 1, 1, .unknownKey("title.length", model: "Board")),
    Fault("{{rows.title}}", 1, 1, .unknownKey("rows.title", model: "Board")),
    Fault("{{#owner}}{{team.nmae}}{{/owner}}", 1, 11, .unknownKey("team.nmae", model: "Person")),
    Fault("{{.}}", 1, 1, .unknownKey(".", model: "Board")),
    Fault("{{#nope}}{{/nope}}", 1, 1, .unknownKey("nope", model: "Board")),
    Fault("{{^nope}}{{/nope}}", 1, 1, .unknownKey("nope", model: "Board")),
    Fault("{{isAdmin}}", 1, 1, .notPrintable("isAdmin", .flag)),
    Fault("{{rows}}", 1, 1, .notPrintable("rows", .list)),
    Fault("{{owner}}", 1, 1, .notPrintable("owner", .section)),
    Fault("{{#count}}{{/count}}", 1, 1, .notCondition("count")),
    Fault("{{^count}}{{/count}}", 1, 1, .notCondition("count")),
    Fault("{{csrfField}}", 1, 1, .markupNeedsUnescapedTag("csrfField")),
    Fault("x {{{title}}}", 1, 3, .notMarkup("title")),
    Fault("{{{note}}}", 1, 1, .unescapedOutput("note")),
    Fault("\n\n {{#isAdmin}}{{& note}}{{/isAdmin}}", 3, 14, .unescapedOutput("note")),
    Fault("{{=| |=}}|& note|", 1, 10, .unescapedOutput("note")),
    Fault("{{#isAdmin}}\n{{> nope}}\n{{/isAdmin}}", 2, 1, .unknownPartial("nope")),
    Fault("{{> content}}", 1, 1, .contentOutsideLayout),
    Fault("{{> page}}", 1, 1, .partialCycle(["page", "page"])),
    Fault("ok\n {{title", 2, 2, .unclosedTag),
    Fault("{{{title}}", 1, 1, .unclosedTag),
    Fault("{{! never", 1, 1, .unclosedTag),
    Fault("{{", 1, 1, .unclosedTag),
    Fault("{{}}", 1, 1, .badName("")),
    Fault("{{ a b }}", 1, 1, .badName("a b")),
    Fault("{{a..b}}", 1, 1, .badName("a..b")),
    Fault("{{# }}", 1, 1, .badName("")),
    Fault("{{=a=}}", 1, 1, .badDelimiters),
    Fault("{{=a b c=}}", 1, 1, .badDelimiters),
    Fault("{{#isAdmin}}\n{{#rows}}\n{{/rows}}", 1, 1, .unclosedSection("isAdmin")),
    Fault("a{{/rows}}", 1, 2, .strayClosing("rows")),
    Fault("{{#isAdmin}}\n  {{/rows}}", 2, 3, .mismatchedClosing(expected: "isAdmin", found: "rows")),
    Fault(String(repeating: "{{#isAdmin}}\n", count: 65), 65, 1, .nestingTooDeep(limit: 64)),
  ]

  @Test(arguments: StrictErrorTests.faults)
  func `a fault is found before rendering, with its line and column`(fault: Fault) {
    let unescaped: Set = [UnescapedOutput(template: "page", key: "title"), UnescapedOutput(template: "other", key: "note")]
    let expected = TemplateError(
      template: "page", position: SourcePosition(line: fault.line, column: fault.column), reason: fault.reason)
    #expect(throws: expected) {
      try library(["page": fault.template], unescaped: unescaped).bind("page", layout: nil, to: Board.self)
    }
  }

  @Test func `a fault in a partial names the partial's file`() {
    #expect(throws: TemplateError(template: "row", position: SourcePosition(line: 2, column: 3), reason: .unknownKey("x", model: "Row"))) {
      try rendered("\n{{#rows}}\n    {{> row}}\n{{/rows}}", Board(), partials: ["row": "a\n  {{x}}"])
    }
  }

  @Test func `a fault reads as file, line, column and reason`() {
    let position = SourcePosition(line: 3, column: 7)
    let error = TemplateError(template: "web/board", position: position, reason: .unknownKey("titel", model: "Board"))
    #expect(error.description == "web/board.mustache:3:7: unknown key \"titel\" in Board")
  }

  @Test func `partials in a ring are refused where they close`() {
    let reason = TemplateError.Reason.partialCycle(["a", "b", "c", "a"])
    #expect(throws: TemplateError(template: "c", position: SourcePosition(line: 1, column: 1), reason: reason)) {
      try library(["a": "{{> b}}", "b": "{{> c}}", "c": "{{> a}}"])
    }
  }

  @Test func `a page that asks for content inside itself is refused`() {
    #expect(throws: TemplateError(template: "page", position: SourcePosition(line: 1, column: 2), reason: .contentOutsideLayout)) {
      try library(["layout": "{{> content}}", "page": "x{{> content}}"]).bind("page", layout: "layout", to: Board.self)
    }
  }

  @Test(arguments: [("nope", nil), ("page", "nope")] as [(String, String?)])
  func `binding a template that is not there is a fault`(name: String, layout: String?) {
    #expect(throws: TemplateError(template: "nope", position: nil, reason: .unknownTemplate)) {
      try library(["page": ""]).bind(name, layout: layout, to: Board.self)
    }
  }

  @Test func `two sources of one name and bytes that are not UTF-8 are faults`() {
    let source = TemplateSource(name: "a", bytes: [])
    #expect(throws: TemplateError(template: "a", position: nil, reason: .duplicateTemplate)) {
      try TemplateLibrary(sources: [source, source], unescaped: [])
    }
    #expect(throws: TemplateError(template: "a", position: SourcePosition(line: 2, column: 1), reason: .notUTF8)) {
      try TemplateLibrary(sources: [TemplateSource(name: "a", bytes: [0x0A, 0xFF])], unescaped: [])
    }
  }

  @Test func `partials that multiply each other end in a fault`() {
    var templates = ["page": "{{> p0}}"]
    for level in 0..<40 { templates["p\(level)"] = "{{> p\(level + 1)}}{{> p\(level + 1)}}" }
    templates["p40"] = "x"
    let error = #expect(throws: TemplateError.self) { try rendered("{{> p0}}", Board(), partials: templates) }
    #expect(error?.reason == .tooLarge(limit: 10_000))
  }

  @Test func `partials nested too deep are a fault`() {
    var templates: [String: String] = [:]
    for level in 0..<65 { templates["p\(level)"] = "{{> p\(level + 1)}}" }
    templates["p65"] = "x"
    let error = #expect(throws: TemplateError.self) { try library(templates) }
    #expect(error?.reason == .nestingTooDeep(limit: 64))
  }

  @Test func `sixty-four sections deep still prints`() throws {
    let template = String(repeating: "{{#owner}}", count: 64) + "{{name}}" + String(repeating: "{{/owner}}", count: 64)
    #expect(try rendered(template, Board()) == "Ann")
  }

  @Test func `lenient rendering of an endless partial ends in a fault`() throws {
    let template = try Template(name: "a", source: Array("x{{> a}}".utf8))
    var output: [UInt8] = []
    let error = #expect(throws: TemplateError.self) {
      try LenientRenderer(partials: ["a": template]).render(template, .null, into: &output)
    }
    #expect(error?.reason == .nestingTooDeep(limit: 64))
  }
}
