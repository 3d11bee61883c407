import Messages
import Testing

@Suite struct LanguageTests {
  static let headers: [(String?, Language)] = [
    (nil, .english), ("", .english), ("ru", .russian), ("ru-RU,ru;q=0.9,en;q=0.8", .russian), ("en-GB,ru;q=0.9", .english),
    ("de,ru;q=0.5,en;q=0.4", .russian), ("de", .english), ("*", .english), ("ru;q=0, en;q=0.1", .english), ("RU-kz", .russian),
    ("en;q=0.2, ru;q=0.9", .russian), ("ru;q=x", .english), (String(repeating: "de,", count: 5000) + "ru", .english),
  ]

  @Test(arguments: headers) func `the browser's first choice that there is wins`(header: String?, language: Language) {
    #expect(Language.preferred(header) == language)
  }

  static let forms: [(Int, PluralForm, PluralForm)] = [
    (0, .other, .many), (1, .one, .one), (2, .other, .few), (4, .other, .few), (5, .other, .many), (11, .other, .many), (12, .other, .many),
    (14, .other, .many), (20, .other, .many), (21, .other, .one), (22, .other, .few), (25, .other, .many), (101, .other, .one),
    (111, .other, .many), (112, .other, .many), (1004, .other, .few), (-1, .one, .one), (-3, .other, .few),
  ]

  @Test(arguments: forms) func `counts take the form of CLDR`(count: Int, english: PluralForm, russian: PluralForm) {
    #expect(PluralForm(count, in: .english) == english)
    #expect(PluralForm(count, in: .russian) == russian)
  }
}
