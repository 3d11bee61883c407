import Actions
import Messages
import Testing

/// Rules of OWASP ASVS 5.0, 6.2.
@Suite struct PasswordTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let password: String
    var username = "anna"
    /// Key of what is said; nil when it is accepted.
    let refusal: String?
  }

  static let cases = [
    Case(testDescription: "seven characters", password: "kx4$Vq9", refusal: "account.password.short"),
    Case(testDescription: "eight characters", password: "kx4$Vq9z", refusal: nil),
    Case(testDescription: "seven characters of four bytes", password: "🐌🐎🐏🐐🐑🐒🐓", refusal: "account.password.short"),
    Case(testDescription: "eight characters of four bytes", password: "🐌🐎🐏🐐🐑🐒🐓🐔", refusal: nil),
    Case(testDescription: "eight letters of another alphabet", password: "жираф ел", refusal: nil),
    Case(testDescription: "128 characters", password: String(repeating: "ж9", count: 64), refusal: nil),
    Case(testDescription: "129 characters", password: String(repeating: "ж9", count: 64) + "a", refusal: "account.password.long"),
    Case(
      testDescription: "one sign with 200 accents", password: "a" + String(repeating: "\u{301}", count: 200),
      refusal: "account.password.long"),
    Case(testDescription: "spaces around and between", password: "  one two ", refusal: nil),
    Case(testDescription: "one kind of character alone", password: "qzkvmwpxr", refusal: nil),
    Case(testDescription: "a common one", password: "password1", refusal: "account.password.common"),
    Case(testDescription: "a common one in capitals", password: "PASSWORD1", refusal: "account.password.common"),
    Case(testDescription: "the first of the list", password: "!qaz1qaz", refusal: "account.password.common"),
    Case(testDescription: "a common one of Russian keyboards", password: "Йцукенгш", refusal: "account.password.common"),
    Case(testDescription: "a common one with a space behind", password: "password1 ", refusal: nil),
    Case(testDescription: "the name", password: "wilhelmina7", username: "Wilhelmina", refusal: "account.password.guessable"),
    Case(testDescription: "the name with a year", password: "Anna2026!", refusal: "account.password.guessable"),
    Case(testDescription: "the name and enough beside it", password: "anna likes pears", refusal: nil),
    Case(testDescription: "a name of two letters", password: "al0al0al0", username: "al", refusal: nil),
    Case(testDescription: "the product", password: "Auto-Flow-1", refusal: "account.password.guessable"),
    Case(testDescription: "the product twice", password: "autoflowautoflow", refusal: "account.password.guessable"),
  ]

  @Test(arguments: cases) func `a password is refused for what makes it weak, and for nothing else`(row: Case) throws {
    let common = try WebFixture.common()
    var refusal: String?
    do {
      _ = try Password(chosen: row.password, confirmation: row.password, username: row.username, common: common)
    } catch ActionError.invalid(let field, let message) {
      #expect(field == "password")
      refusal = message.key
    }
    #expect(refusal == row.refusal)
  }

  @Test(arguments: [("correct horse", "correct house"), ("caf\u{E9} noir", "cafe\u{301} noir"), ("correct horse", "correct horse ")])
  func `the repetition has to be the same, character by character`(pair: (String, String)) throws {
    let common = try WebFixture.common()
    #expect(throws: ActionError.invalid(field: "password_confirmation", message: Message("account.password.different"))) {
      try Password(chosen: pair.0, confirmation: pair.1, username: "anna", common: common)
    }
  }

  @Test func `a list that is too short is no list`() {
    #expect(CommonPasswords(list: "What it is.\n\n" + (1...2999).map { "password-\($0)" }.joined(separator: "\n")) == nil)
    #expect(CommonPasswords(list: "What it is.\n\n" + (1...3000).map { "password-\($0)" }.joined(separator: "\n")) != nil)
    #expect(CommonPasswords(list: "") == nil)
  }
}
