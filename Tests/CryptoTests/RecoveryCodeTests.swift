import Crypto
import Testing

@Suite struct RecoveryCodeTests {
  @Test func `a code is four groups of four and carries every bit it was given`() {
    #expect(RecoveryCode(random: RandomSource { .init(repeating: 0, count: $0) }).text == "aaaa-aaaa-aaaa-aaaa")
    #expect(RecoveryCode(random: RandomSource { (0..<$0).map { UInt8($0 * 2) } }).text == "aceg-iknq-suwy-2468")
  }

  @Test(arguments: ["%@", " %@ ", "upper", "bare"])
  func `a code is known again however it is typed`(form: String) throws {
    let code = RecoveryCode(random: .system)
    let typed =
      switch form {
      case "upper": code.text.uppercased()
      case "bare": code.text.replacing("-", with: "")
      default: form.replacing("%@", with: code.text)
      }
    let read = try #require(RecoveryCode(typed: typed))
    #expect(read == code)
    #expect(read.digest == code.digest)
  }

  @Test(arguments: ["", "aaaa-aaaa-aaaa-aaa", "aaaa-aaaa-aaaa-aaaaa", "aaaa-aaaa-aaaa-aaa0", "aaaa-aaaa-aaaa-aaal", "аааа-аааа-аааа-аааа"])
  func `what cannot be a code is refused`(typed: String) {
    #expect(RecoveryCode(typed: typed) == nil)
  }

  @Test func `codes made together are different, and so are their digests`() {
    let codes = RecoveryCode.make(count: 10, random: .system)
    #expect(Set(codes.map(\.text)).count == 10)
    #expect(Set(codes.map(\.digest)).count == 10)
    #expect(codes.allSatisfy { $0.digest.count == 32 })
  }
}
