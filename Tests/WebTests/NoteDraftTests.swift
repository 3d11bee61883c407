import Testing

@testable import Actions

@Suite struct NoteDraftTests {
  @Test(arguments: [
    ("a\r\nb", "a\nb"), ("a\rb", "a\nb"), ("a\nb", "a\nb"), ("\r\n\r\n", "\n\n"), ("\r\r\n\n", "\n\n\n"),
    ("\n\r", "\n\n"), ("a\0b\0", "ab"),
    ("", ""), ("é\r\n👍🏽\r", "é\n👍🏽\n"),
  ])
  func `line breaks of every system become one kind, and NUL goes`(typed: String, kept: String) {
    #expect(NoteDraft(title: "t", body: typed).body == kept)
  }
}
