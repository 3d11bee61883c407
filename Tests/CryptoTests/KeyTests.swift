import Crypto
import Testing

@Suite struct KeyTests {
  private static let bytes = Array(UInt8(0)..<32)
  private let context = SealContext(projectPublicID: "pk3", name: "project key", version: 1)

  @Test(arguments: ["", "\n", "\r\n", " \t\n"])
  func `a master key is read from base64 text`(ending: String) throws {
    let key = try MasterKey(base64: Base64.encode(Self.bytes) + ending)
    #expect(key.key.bytes.reveal() == Self.bytes)
  }

  @Test(arguments: [
    ("not base64!", MasterKey.ParseError.notBase64), ("", .wrongLength(0)), ("c2hvcnQ=", .wrongLength(5)),
    ("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8g", .wrongLength(33)), ("AAEC AwQF", .notBase64),
  ])
  func `a bad master key is refused with its reason`(text: String, reason: MasterKey.ParseError) {
    let error = #expect(throws: reason) { try MasterKey(base64: text) }
    #expect(error?.description.contains("32 random bytes in base64") == true)
  }

  @Test func `an error about a master key does not repeat it`() {
    let text = Base64.encode(Self.bytes) + "x"
    let error = #expect(throws: MasterKey.ParseError.self) { try MasterKey(base64: text) }
    #expect(error.map { "\($0)".contains("AAEC") } == false)
  }

  @Test func `a project key survives wrapping and seals secrets`() throws {
    let master = MasterKey(.random())
    let projectKey = ProjectKey()
    let wrapped = projectKey.wrapped(by: master, context: context)
    #expect(try ProjectKey(unwrapping: wrapped, master: master, context: context) == projectKey)
    #expect(ProjectKey() != projectKey)
  }

  @Test func `another master key is named as the reason`() {
    let master = MasterKey(.random())
    let wrapped = ProjectKey().wrapped(by: master, context: context)
    #expect(throws: Envelope.Failure.wrongKey(master.key.id)) {
      try ProjectKey(unwrapping: wrapped, master: MasterKey(.random()), context: context)
    }
  }

  @Test func `a sealed value of the wrong length is no project key`() {
    let master = MasterKey(.random())
    let sealed = Envelope.seal(SecretBytes("short"), key: master.key, context: context)
    #expect(throws: Envelope.Failure.damaged) { try ProjectKey(unwrapping: sealed, master: master, context: context) }
  }
}
