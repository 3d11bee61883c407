import Domain
import Pipeline
import TestKit
import Testing

@Suite("Keywords in pull requests")
struct KeywordTests {
  struct Row: CustomTestStringConvertible {
    let body: String
    let fixes: [Int64]
    let closes: [Int64]
    var testDescription: String { body.debugDescription }

    init(_ body: String, fixes: [Int64] = [], closes: [Int64]? = nil) {
      self.body = body
      self.fixes = fixes
      self.closes = closes ?? fixes
    }
  }

  static let strict: [Row] = [
    Row("Fixes #12", fixes: [12]), Row("fixes #12", fixes: [12]), Row("FIXES #12.", fixes: [12]), Row("This\nFixes #12\nnow", fixes: [12]),
    Row("(fixes #12)", fixes: [12]), Row("Fixes #12, fixes #13 and Fixes #12", fixes: [12, 13]), Row("Исправлено. Fixes #12", fixes: [12]),
    Row("«Fixes #12»", fixes: [12]), Row("*Fixes #12*", fixes: [12]), Row("- Fixes #12\r\n", fixes: [12]), Row("Fixes #123", fixes: [123]),
    Row("#12"), Row("see #12"), Row("prefixes #12"), Row("Fixes 12"), Row("Fixes#12"), Row("Fixes #12a"), Row("Fixes #12ж"),
    Row("Fixes #0"),
    Row("Fixes #012"), Row("Fixes #"), Row("Fixes"), Row("ёfixes #12"), Row("bug-fixes #12"), Row("x/fixes #12"), Row("_fixes #12"),
    Row("Fixes #99999999999999999999"), Row("Fixes issue #12"), Row("Fixes\n#12"), Row(""),
  ]

  static let loose: [Row] = [
    Row("Fixes  #12", closes: [12]), Row("Fixes: #12", closes: [12]),
    Row("Fix #1 fixed #2 Close #3 closes #4 CLOSED #5", closes: [1, 2, 3, 4, 5]),
    Row("resolve #6 resolves: #7 resolved\t#8", closes: [6, 7, 8]), Row("Closes acme/api#12", closes: [12]),
    Row("Closes ACME/API#12", closes: [12]), Row("Fixes acme/api#12", closes: [12]), Row("Closes acme/web#12"), Row("Closes api#12"),
    Row("Closes acme/api #12"), Row("Closing #12"), Row("Closes #12 and Fixes #13", fixes: [13], closes: [12, 13]),
    Row("Closes acme/api/x#12"), Row("Closes :#12"),
  ]

  static let hidden: [Row] = [
    Row("`Fixes #12`"), Row("``a ` Fixes #12``"), Row("`a\nFixes #12`"), Row("```\nFixes #12\n```"), Row("~~~~\nFixes #12\n~~~\nFixes #1"),
    Row("```swift\nFixes #12"), Row("> Fixes #12"), Row("  > Fixes #12"), Row("<!-- Fixes #12 -->"), Row("<!--\n\nFixes #12\n-->"),
    Row("<!-- Fixes #12"), Row("   ```\nFixes #12\n   ```"),
    Row("```\ncode\n```\nFixes #12", fixes: [12]), Row("`code` Fixes #12", fixes: [12]), Row("` Fixes #12", fixes: [12]),
    Row("`a\n\nFixes #12`", fixes: [12]), Row("> quoted\n\nFixes #12", fixes: [12]), Row("<!-- a --> Fixes #12", fixes: [12]),
    Row("`<!--` Fixes #12", fixes: [12]), Row("\\`Fixes #12\\`", fixes: [12]), Row("```a`b\nFixes #12", fixes: [12]),
    Row("`a\n```\nFixes #1\n```\nFixes #12 `b`", fixes: [12]),
    Row("The model's words.\n\nCloses #12\n\n[opencode session](x)", closes: [12]),
  ]

  @Test("S3-089, S3-090, S3-091: what names an issue", arguments: strict + loose + hidden)
  func table(row: Row) throws {
    let found = IssueKeywords.parse(body: row.body, repository: try #require(RepositoryName("acme/api")))
    #expect(found.fixes == row.fixes)
    #expect(found.closes == row.closes)
  }

  static let hostile: [(String, String)] = [
    ("unmatched runs of backticks", (1...700).map { String(repeating: "`", count: $0) + "x" }.joined()),
    ("open comments", String(repeating: "<!--", count: 60_000)),
    ("keywords", String(repeating: "fixes #1 ", count: 30_000)),
    ("long names", "closes " + String(repeating: "a/", count: 120_000)),
    ("fences", String(repeating: "```\n", count: 60_000)),
    ("slashed fences", String(repeating: "```a`\n", count: 40_000)),
    ("one word", String(repeating: "f", count: 250_000)),
    ("blanks", "fixes" + String(repeating: " ", count: 250_000) + "#1"),
  ]

  @Test("Hostile texts of a quarter megabyte take linear time", arguments: hostile)
  func linear(row: (String, String)) throws {
    let repository = try #require(RepositoryName("acme/api"))
    let clock = ContinuousClock()
    let duration = clock.measure { _ = IssueKeywords.parse(body: row.1, repository: repository) }
    // Linear work takes well under a second even in a debug build on a busy machine; quadratic work takes minutes.
    #expect(duration < .seconds(10))
  }

  @Test("No more than the limit is reported")
  func limit() throws {
    let body = (1...500).map { "Fixes #\($0)" }.joined(separator: "\n")
    let found = IssueKeywords.parse(body: body, repository: try #require(RepositoryName("acme/api")))
    #expect(found.fixes == (1...Int64(IssueKeywords.limit)).map { $0 })
  }

  @Test("Random bytes never stop the parser")
  func randomBytes() throws {
    let repository = try #require(RepositoryName("acme/api"))
    let pieces = ["`", "```", "~~~", "\n", "> ", "<!--", "-->", "Fixes #1", "closes: ", "a/b#2", "\\", " ", "ж", "🔘", "\r\n", "#"]
    for seed in 0..<2000 {
      var random = SplitMix64(seed: UInt64(seed))
      let body = (0..<20).map { _ in pieces[Int(random.next() % UInt64(pieces.count))] }.joined()
      let found = IssueKeywords.parse(body: body, repository: repository)
      #expect(Set(found.fixes).isSubset(of: Set(found.closes)), "seed \(seed)")
    }
  }

  @Test(
    "Branches of the agent",
    arguments: [
      ("opencode/issue12-20260101120000", 12), ("opencode/issue1-00000000000000", 1), ("opencode/issue12-2026010112000", nil),
      ("opencode/issue12-202601011200000", nil), ("opencode/issue-20260101120000", nil), ("opencode/issue012-20260101120000", nil),
      ("x/opencode/issue12-20260101120000", nil), ("opencode/issue12-20260101120000-x", nil), ("opencode/issue12", nil), ("main", nil),
      ("opencode/issue99999999999999999999-20260101120000", nil), ("opencode/issue+1-20260101120000", nil),
    ] as [(String, Int64?)])
  func branch(row: (String, Int64?)) {
    #expect(AgentBranch.issueNumber(row.0) == row.1)
  }
}
