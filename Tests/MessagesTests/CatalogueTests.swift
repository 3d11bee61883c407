import Messages
import Testing

@Suite struct CatalogueTests {
  private static func catalogue(_ language: Language, _ content: String) throws(MessageError) -> Catalogue {
    var catalogue = Catalogue(language)
    try catalogue.add(content, file: "a.txt")
    return catalogue
  }

  private static func both(_ english: String, _ russian: String) throws(MessageError) -> Catalogues {
    try Catalogues([try catalogue(.english, english), try catalogue(.russian, russian)])
  }

  @Test func `a text is filled in one pass`() throws {
    let words = Words(try Self.catalogue(.english, "# comment\n\nhello = Hello {name}, this is {what} = {name}"))
    #expect(words("hello", ["name": "{what}", "what": "x"]) == "Hello {what}, this is x = {what}")
    #expect(words("hello") == "Hello {name}, this is {what} = {name}")
    #expect(words("nothing") == "nothing")
  }

  @Test func `a count chooses its form`() throws {
    let words = Words(
      try Self.catalogue(.russian, "t.one = {n} задача\nt.few = {n} задачи\nt.many = {n} задач\nt.other = {n} задачи"))
    #expect([1, 2, 5, 21].map { words.count("t", $0) } == ["1 задача", "2 задачи", "5 задач", "21 задача"])
    #expect(words(Message("t", count: 3)) == "3 задачи")
  }

  static let broken: [(String, MessageError)] = [
    ("novalue", .malformed(file: "a.txt", line: 1)), ("\na =", .malformed(file: "a.txt", line: 2)),
    ("a = ", .malformed(file: "a.txt", line: 1)), ("A b = c", .malformed(file: "a.txt", line: 1)),
    ("a = 1\na = 2", .duplicate(key: "a", file: "a.txt", line: 2)),
  ]

  @Test(arguments: broken) func `a broken file says where`(content: String, error: MessageError) {
    #expect(throws: error) { try Self.catalogue(.english, content) }
  }

  static let unequal: [(String, String, MessageError)] = [
    ("a = x", "b = x", .missing(key: "a", language: .russian)), ("a = x\nb = y", "a = x", .missing(key: "b", language: .russian)),
    ("a = x", "a = x\nb = y", .missing(key: "b", language: .english)),
    ("t.one = {n} x\nt.other = {n} x", "t.one = {n} x\nt.few = {n} x\nt.other = {n} x", .missing(key: "t.many", language: .russian)),
    ("a = {who} did", "a = {whom} did", .places(key: "a", language: .russian)),
  ]

  @Test(arguments: unequal) func `languages are checked against each other`(english: String, russian: String, error: MessageError) {
    #expect(throws: error) { try Self.both(english, russian) }
  }

  @Test func `a form for one thing may say it in words`() throws {
    _ = try Self.both(
      "t.one = one task\nt.other = {n} tasks", "t.one = {n} задача\nt.few = {n} задачи\nt.many = {n} задач\nt.other = {n} задачи")
  }
}
