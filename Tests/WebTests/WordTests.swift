import Actions
import Domain
import FoundationEssentials
import HTTP
import Messages
import Pipeline
import TestKit
import Testing

@testable import Web

@Suite struct WordTests {
  static let now = Timestamp(microseconds: 1_795_000_000_000_000)  // 2026-11-18T11:06:40Z

  private static func words(_ language: Language) throws -> Words {
    try Catalogues(folder: TestFolders.root + "/Templates/messages").words(language)
  }

  static let ages: [(Int64, String, String)] = [
    (0, "just now", "только что"), (59, "just now", "только что"), (-30, "just now", "только что"), (60, "1 min ago", "1 мин назад"),
    (3599, "59 min ago", "59 мин назад"), (3600, "1 h ago", "1 ч назад"), (86_399, "23 h ago", "23 ч назад"),
    (86_400, "17 Nov 11:06 UTC", "17 нояб. 11:06 UTC"), (400 * 86_400, "14 Oct 2025", "14 окт. 2025 г."),
  ]

  @Test(arguments: ages) func `an age in words`(seconds: Int64, english: String, russian: String) throws {
    let time = Self.now.advanced(by: .seconds(-seconds))
    #expect(Moment.relative(time, now: Self.now, in: try Self.words(.english)).text == english)
    #expect(Moment.relative(time, now: Self.now, in: try Self.words(.russian)).text == russian)
  }

  @Test func `a moment is exact for programs`() throws {
    let moment = Moment.absolute(Self.now, now: Self.now, in: try Self.words(.english))
    #expect(moment == Moment(iso: "2026-11-18T11:06:40.000Z", text: "18 Nov 11:06 UTC"))
  }

  @Test(arguments: Language.allCases) func `times read the same with and without scripts`(language: Language) throws {
    let words = try Self.words(language)
    let script = try String(contentsOfFile: TestFolders.root + "/Public/js/time.js", encoding: .utf8)
    let (minutes, hours) = (words("moment.minutes_ago", ["n": ""]), words("moment.hours_ago", ["n": ""]))
    #expect(
      script.contains(
        "\(language.rawValue): { now: \"\(words("moment.just_now"))\", minutes: \"\(minutes)\", hours: \"\(hours)\" }"))
  }

  static let lengths: [(Int64, String, String)] = [
    (0, "0 s", "0 с"), (59, "59 s", "59 с"), (60, "1 min", "1 мин"), (3600, "1 h", "1 ч"), (7500, "2 h 5 min", "2 ч 5 мин"),
    (172_800, "2 d", "2 д"), (-5, "0 s", "0 с"),
  ]

  @Test(arguments: lengths) func `a length in words`(seconds: Int64, english: String, russian: String) throws {
    let end = Self.now.advanced(by: .seconds(seconds))
    #expect(Moment.length(from: Self.now, to: end, in: try Self.words(.english)) == english)
    #expect(Moment.length(from: Self.now, to: end, in: try Self.words(.russian)) == russian)
  }

  static let reasons: [(String, String)] = [
    ("seen in the tracker", "замечена в Asana"), ("issue #128 was created", "создан issue #128"),
    ("pull request #131 was merged", "pull request #131 слит"), ("pull request #131 is open for the issue", "открыт pull request #131"),
    ("CI failed on the merge commit", "CI не пройден на коммите слияния"),
    ("CI failed on the merge commit: build and test", "CI не пройден на коммите слияния: build and test"),
    ("retried", "запущена повторно"), ("GitHub could not be reached", "«GitHub could not be reached»"),
    ("issue # was created", "«issue # was created»"), ("", "«»"),
  ]

  @Test(arguments: reasons) func `a stored reason stays in English, and is said in Russian or quoted`(stored: String, russian: String)
    throws
  {
    #expect(StoredReason.text(stored, in: try Self.words(.english)) == stored)
    #expect(StoredReason.text(stored, in: try Self.words(.russian)) == russian)
  }

  @Test func `every reason that the pipeline words itself can be said in Russian`() throws {
    let words = try Self.words(.russian)
    let text = try Self.sources("Sources/Pipeline")
    let quoted = text.split(separator: "because: \"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
    #expect(quoted.count >= 9, "the sources were found")
    for reason in quoted {
      // A value in the middle of the text is put together by the compiler: any number will do.
      let stored = reason.replacing(#/\\\([^)]*\)/#, with: "7")
      #expect(!StoredReason.text(stored, in: words).hasPrefix("«"), "\(stored)")
    }
  }

  private static func sources(_ folder: String) throws -> String {
    let root = TestFolders.root + "/" + folder
    return try FileManager.default.contentsOfDirectory(atPath: root).filter { $0.hasSuffix(".swift") }
      .map { try String(contentsOfFile: root + "/" + $0, encoding: .utf8) }.joined()
  }

  @Test(arguments: Flash.Code.allCases) func `each thing that was done is told in words`(code: Flash.Code) throws {
    #expect(!code.flash(in: try Self.words(.russian)).text.hasPrefix("flash."))
  }

  @Test(arguments: TaskStatus.allCases) func `each status has a word in each language`(status: TaskStatus) throws {
    let (english, russian) = (status.word(in: try Self.words(.english)), status.word(in: try Self.words(.russian)))
    #expect(!english.hasPrefix("status.") && !russian.hasPrefix("status.") && english != russian)
  }

  static let paths: [(String, Bool)] = [
    ("/", true), ("/app", true), ("/p/a?x=1&y=%20#z", true), ("", false), ("app", false), ("//a", false), ("/\\a", false), ("/a\\b", false),
    ("/a b", false), ("/a\n", false), ("/\u{e9}", false), ("http://a", false), ("/" + String(repeating: "a", count: 2000), false),
  ]

  @Test(arguments: paths) func `a way back is a path of this site`(text: String, isOwn: Bool) {
    #expect((OwnPath(text) != nil) == isOwn)
  }

  static let pullRequests: [(String, Int64?)] = [
    ("131", 131), ("#131", 131), (" 131 ", 131), ("https://github.com/acme/api/pull/131", 131),
    ("https://github.com/Acme/API/pull/131/files#x", 131), ("https://ghe.example.com/acme/api/pull/131?a=b", 131), ("", nil), ("0", nil),
    ("+1", nil), ("1.5", nil), ("https://github.com/acme/web/pull/131", nil), ("https://github.com/acme/api/issues/131", nil),
    ("https://github.com/acme/api/pull/", nil), ("https://acme/api/pull/1", nil), ("github.com/acme/api/pull/131", nil),
    ("https://evil.example/?x=/acme/api/pull/131", nil),
  ]

  @Test(arguments: pullRequests) func `people name a pull request by number or address`(text: String, number: Int64?) {
    #expect((try? PullRequestText.number(in: text, of: RepositoryName("acme/api"))) == number)
  }

  @Test func `changes of a text keep the lines that stayed`() {
    let changes = SpecText.changes(from: ["a", "b", "c", "d"], to: ["a", "x", "c", "y", "d"])
    #expect(changes.map { "\($0.kind) \($0.text)" } == ["same a", "removed b", "added x", "same c", "added y", "same d"])
    #expect(SpecText.changes(from: [], to: []).isEmpty)
    #expect(SpecText.changes(from: ["a"], to: ["a"]).map(\.kind) == [.same])
    #expect(SpecText.changes(from: ["a"], to: []).map(\.kind) == [.removed])
    let (old, new) = ((0..<500).map { "old \($0)" }, (0..<500).map { "new \($0)" })
    #expect(SpecText.changes(from: old, to: new).count == 1000)
  }

  static let origins: [(String, String, String?, Bool)] = [
    ("https://flow.example.com", "https://flow.example.com", nil, true),
    ("https://flow.example.com/", "https://FLOW.example.com", nil, true),
    ("https://flow.example.com", "http://flow.example.com", "flow.example.com", false),
    ("https://flow.example.com", "https://inner:8443", "inner:8443", true),
    ("http://127.0.0.1:8080", "http://localhost:8080", "localhost:8080", true),
    ("http://127.0.0.1:8080", "http://127.0.0.1:9090", "127.0.0.1:8080", false), ("http://127.0.0.1:8080", "null", "127.0.0.1:8080", false),
    ("http://127.0.0.1:8080", "http://", "", false),
  ]

  @Test(arguments: origins) func `an origin is our own by the public address or by the host that was asked`(
    publicURL: String, origin: String, host: String?, isOwn: Bool
  ) {
    #expect(Site(publicURL: publicURL).isOwn(origin: origin, host: host) == isOwn)
  }

  static let peers: [(String, String?, String)] = [
    ("203.0.113.9:4711", nil, "203.0.113.9"), ("203.0.113.9:4711", "198.51.100.1", "203.0.113.9"),
    ("127.0.0.1:4711", "1.1.1.1, 198.51.100.1", "198.51.100.1"), ("", "198.51.100.1", "198.51.100.1"), ("", nil, ""),
    ("[::1]:80", "2001:db8::1", "2001:db8::1"), ("10.0.0.2:1", nil, "10.0.0.2"), ("172.20.0.3:1", "198.51.100.1", "198.51.100.1"),
    ("172.40.0.3:1", "198.51.100.1", "172.40.0.3"),
  ]

  @Test(arguments: peers) func `only a proxy of our own may say whom it speaks for`(peer: String, forwarded: String?, address: String) {
    let name = Array("x-forwarded-for".utf8), value = Array((forwarded ?? "").utf8)
    let head = RequestHead(
      method: .post, path: "/login", query: nil, minorVersion: 1, bytes: name + value,
      fields: forwarded == nil ? [] : [.init(name: 0..<name.count, value: name.count..<(name.count + value.count))])
    #expect(PeerAddress.of(Request(head: head, peer: peer, id: "r")) == address)
  }
}
