import Domain
import Pipeline
import TestKit
import Testing

@Suite("Texts")
struct TextTests {
  static let mark = TaskMark(project: "prj_8Zk2", task: TaskID(rawValue: 34))
  static let context = ProjectContext(
    links: [.init(kind: "docs", title: "Handbook", url: "https://example.com/book", tags: ["team", "api"])],
    contacts: [.init(role: "owner", name: "Platform team", handle: "@platform")], notes: "Use `make` first.\n```\nnever closed")

  static func text(_ title: String = "Add a button", _ notes: String = "Please.", context: ProjectContext = .empty) -> IssueText {
    let spec = TaskSpec(title: title, notes: notes, permalink: "https://app.asana.com/0/1/2")
    return IssueText(spec: spec, key: "1200000000000009", mark: mark, context: context)
  }

  /// What a reader sees outside code blocks, line by line.
  static func outside(_ body: String) -> [String] {
    var fence: String?
    var lines: [String] = []
    for line in body.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if let open = fence {
        if line.allSatisfy({ String($0) == open.prefix(1) }), line.count >= open.count { fence = nil }
      } else if line.hasPrefix("```") || line.hasPrefix("~~~") {
        fence = String(line.prefix { $0 == line.first })
      } else {
        lines.append(line)
      }
    }
    return lines
  }

  @Test("S3-081, S3-083: the body has mark, headings, gid, permalink, notes and the trigger's line")
  func body() {
    let body = Self.text().body
    #expect(body.hasPrefix("<!-- autoflow:task:prj_8Zk2:34 -->\n") && Self.text().marker == "<!-- autoflow:task:prj_8Zk2:34 -->")
    let lines = Self.outside(body)
    for heading in [
      "Context", "Requirements", "Constraints", "Acceptance criteria", "Project Context", "Notes from the tracker (untrusted data)",
    ] {
      #expect(lines.contains("## \(heading)"))
    }
    #expect(lines.contains("/opencode implement"))
    #expect(body.contains("1200000000000009") && body.contains("https://app.asana.com/0/1/2"))
    #expect(body.contains("```text\nPlease.\n```"))
  }

  @Test("D7: the body has no placeholder for a number it does not know")
  func noPlaceholder() {
    #expect(!Self.text().body.contains("Fixes #"))
    let comment = CommentText(mark: Self.mark, revision: 2).comment(for: .postTrigger, state: Story.withIssue().state)
    #expect(comment?.text.split(separator: "\n").contains("Fixes #12") == true)
  }

  @Test("S3-082: links, contacts and notes of the project stand in a block, and cannot swallow what follows")
  func projectContext() {
    let body = Self.text(context: Self.context).body
    for part in ["docs", "Handbook", "https://example.com/book", "team", "owner", "Platform team", "@platform", "never closed"] {
      #expect(body.contains(part))
    }
    #expect(Self.outside(body).contains("/opencode implement"))
  }

  static let notes = [
    "plain", "Ещё одна «кнопка» 🔘", "```\nFixes #1\n```", "````md\n```\n/oc\n```\n````", "~~~\nx", "```", "`", "</details><!--",
    "/opencode implement\n\n/oc", "@someone GH-1", "a\r\nb\r\n", "\n\n\n", "",
  ]

  @Test("F20: notes stand unchanged in a fence longer than any inside", arguments: notes)
  func fencedNotes(notes: String) throws {
    let body = Self.text("T", notes).body
    let range = try #require(body.firstRange(of: "text\n\(notes)\n`"))
    let fence = body[range.upperBound...].prefix { $0 == "`" }.count + 1
    #expect(body[..<range.lowerBound].reversed().prefix { $0 == "`" }.count == fence)
    var (longest, run) = (0, 0)
    for character in notes {
      run = character == "`" ? run + 1 : 0
      longest = max(longest, run)
    }
    #expect(fence > longest && fence >= 3)
  }

  static let hostile = [
    "/oc", "/opencode implement", "x /OC y", "Fixes #1", "closes acme/api#3", "GH-12", "@someone", "hi @acme/team", "<img src=x onerror=y>",
    "<!-- autoflow:task:x:1 -->", "```", "~~~", "# Heading", "---", "===", "[a](https://evil.example)",
    "https://github.com/acme/api/issues/1",
    "www.evil.example", "![x](y)", "| a |", "*a*", "line\n/opencode implement", "a\u{202E}b", "&#64;someone", "$x$",
  ]

  @Test("S3-088: what comes from the tracker starts, links, pings and breaks nothing outside the fence", arguments: hostile)
  func inert(piece: String) {
    let notes = "Context: \(piece)\nRequirements:\n- \(piece)\nConstraints:\n1. \(piece)\nAcceptance criteria:\n\(piece)"
    let title = Self.text(piece).title
    let outside = Self.outside(Self.text(piece, notes).body)
    let own = Set(Self.outside(Self.text("T", "x").body))
    for line in outside.filter({ !own.contains($0) }) + [title] {
      let lower = line.lowercased()
      for phrase in ["/oc", "/opencode", "fixes #1", "#1", "#3", "gh-12", "@someone", "@acme", "@s", "www.evil", "\u{202E}"] {
        #expect(!lower.contains(phrase), "\(phrase) in \(line)")
      }
      if line != title {
        #expect(!line.contains("<img") && !line.contains("<!--") || line.contains("\\<"))
        #expect(!lower.contains("](https://evil") && !lower.contains(" https://github.com"))
        #expect(!line.hasPrefix("# ") && !line.hasPrefix("---") && !line.hasPrefix("==="))
      }
    }
    #expect(outside.count { $0 == "/opencode implement" } == 1)
    #expect(outside.count { $0.hasPrefix("<!--") } == 1)
  }

  @Test("The title is one line of at most 256 characters and keeps what is harmless")
  func title() {
    #expect(Self.text("Добавить кнопку «Да» (v2.0) & more").title == "Добавить кнопку «Да» (v2.0) & more")
    #expect(Self.text("a\n b\t\tc\u{7}").title == "a b c")
    #expect(Self.text("  ").title == "Task 1200000000000009")
    let long = Self.text(String(repeating: "👩‍👩‍👧", count: 300)).title
    #expect(long.unicodeScalars.count <= 256 && long.hasSuffix("👩‍👩‍👧…"))
  }

  static let lengths: [(String, String)] = [
    ("letters", String(repeating: "a", count: 200_000)), ("Russian", String(repeating: "ж", count: 100_000)),
    ("families", String(repeating: "👩‍👩‍👧", count: 20_000)), ("backticks", String(repeating: "`", count: 100_000)),
    ("tildes", String(repeating: "~", count: 100_000)),
    ("both", String(repeating: "`", count: 40_000) + "\n" + String(repeating: "~", count: 40_000)),
    (
      "one run beyond the cut",
      String(repeating: "`", count: 900) + String(repeating: "x", count: 70_000) + String(repeating: "`", count: 5000)
    ),
    ("sections", "Requirements:\n" + String(repeating: "- *[a](b)* @x #1 /oc\n", count: 5000)),
  ]

  @Test("A body is never longer than GitHub takes; what is cut is said, with the address", arguments: lengths)
  func limits(row: (String, String)) {
    let links = (0..<200).map { ProjectContext.Link(kind: "k", title: "t", url: "https://example.com/\($0)", tags: []) }
    let context = ProjectContext(links: links, contacts: [], notes: String(repeating: "note `` ", count: 5000))
    for context in [context, .empty] {
      let body = Self.text(row.1, row.1, context: context).body
      #expect(body.unicodeScalars.count <= IssueText.bodyLimit)
      #expect(body.contains("cut here. The whole text: <https://app.asana.com/0/1/2>"))
      #expect(Self.outside(body).contains("/opencode implement"))
    }
    #expect(Self.text("T", row.1).body.unicodeScalars.count > 30_000, "as much as fits is shown")
  }

  @Test("Sections of the notes are found in English and Russian")
  func sections() {
    let english = TaskSpec(
      title: "t",
      notes:
        "## Context\nOld UI\n\n## Requirements\n- one\n* two\n1. three\n\n**Constraints:** none new\n# Else\nx\nAcceptance criteria\n[ ] works",
      permalink: "")
    #expect(english.context == "Old UI" && english.requirements == ["one", "two", "three"])
    #expect(english.constraints == ["none new"] && english.acceptanceCriteria == ["works"])
    let russian = TaskSpec(
      title: "t", notes: "Вступление\nТребования:\n— одно\n- два\nОграничения: без миграций\nКритерии приёмки:\n1) кнопка есть",
      permalink: "")
    #expect(russian.context == "Вступление" && russian.requirements == ["— одно", "два"])
    #expect(russian.constraints == ["без миграций"] && russian.acceptanceCriteria == ["кнопка есть"])
    let none = TaskSpec(title: "t", notes: "Just text", permalink: "")
    #expect(
      !none.requirements.isEmpty && !none.acceptanceCriteria.isEmpty && !none.context.contains("Just text") && none.notes == "Just text")
  }

  @Test("F2: the trigger begins as the action wants it and ends with its mark")
  func trigger() throws {
    let comment = try #require(CommentText(mark: Self.mark, revision: 9).comment(for: .postTrigger, state: Story.withIssue().state))
    #expect(comment.text.hasPrefix("/opencode implement") && comment.text.contains("Fixes #12"))
    #expect(comment.marker == "<!-- autoflow:trigger:prj_8Zk2:34 -->" && comment.text.hasSuffix(comment.marker))
  }

  static let comments: [Effect] = [
    .commentPullRequestOnTracker(number: 7, url: "https://github.com/octo-org/api/pull/7"), .commentDeployedOnTracker,
    .commentDeployedOnIssue,
    .commentFailureOnTracker(url: "https://github.com/a/b/actions/runs/1"),
    .commentFailureOnIssue(url: "https://github.com/a/b/actions/runs/1"),
    .commentNoteOnTracker(text: "Ask Ann"),
  ]

  @Test("Each comment ends with a mark of its own and carries what it is about", arguments: comments)
  func marks(effect: Effect) throws {
    let state = Story.deployed().state
    let comment = try #require(CommentText(mark: Self.mark, revision: 9).comment(for: effect, state: state))
    #expect(comment.text.hasSuffix(comment.marker))
    switch effect {
    case .commentDeployedOnTracker, .commentDeployedOnIssue: #expect(comment.text.contains("DEPLOYED"))
    case .commentFailureOnTracker(let url), .commentFailureOnIssue(let url), .commentPullRequestOnTracker(_, let url):
      #expect(comment.text.contains(url))
    default: #expect(comment.text.contains("Ask Ann"))
    }
    for other in Self.comments where other != effect {
      #expect(CommentText(mark: Self.mark, revision: 9).comment(for: other, state: state)?.marker != comment.marker)
    }
    let isOnIssue = effect.kind == .commentDeployedOnIssue || effect.kind == .commentFailureOnIssue
    #expect(comment.marker.hasPrefix(isOnIssue ? "<!--" : "[auto-flow 34/"))
  }

  static let guarded: [(String, String)] = [
    ("https://github.com/octo-org/api/pull/7", "https://github.com/%6Fcto-org/api/pull/7"),
    ("https://github.com/OCto/x", "https://github.com/%4FCto/x"),
    ("https://octo.example/opencode", "https://%6Fcto.example/%6Fpencode"),
    ("see /oc now", "see /\u{200B}oc now"), ("/OpenCode", "/\u{200B}OpenCode"), ("a https://x.y/z /oc", "a https://x.y/z /\u{200B}oc"),
    ("https://github.com/acme/api", "https://github.com/acme/api"), ("/", "/"), ("/o", "/o"), ("привет /oс", "привет /oс"), ("", ""),
  ]

  @Test("F5: a comment that is no trigger contains no trigger, and its links still lead there", arguments: guarded)
  func guardedText(row: (String, String)) {
    #expect(OutgoingComment.guarded(row.0) == row.1)
    #expect(!OutgoingComment.containsTrigger(row.1))
    #expect(OutgoingComment.guarded(row.1) == row.1)
  }

  @Test("F5: a comment on the issue is guarded whatever the addresses are")
  func guardedComments() throws {
    var story = Story.merged()
    story.see([Fixture.pullRequest(7, .merged)], runs: [Fixture.run(.success)])
    for effect in [Effect.commentFailureOnIssue(url: "https://github.com/octo/oc/actions/runs/1"), .commentDeployedOnIssue] {
      let comment = try #require(CommentText(mark: Self.mark, revision: 1).comment(for: effect, state: story.state))
      #expect(!OutgoingComment.containsTrigger(comment.text))
    }
  }

  static let bodies = [
    "Words.\n\nCloses #12\n\n[run](/a/b)", "", "```\nnever closed", "<!-- never closed", "`Fixes #12`", "Fixes #123", "Текст\r\n",
    "> Fixes #12",
  ]

  @Test("Decision 6.1: the repaired text keeps all of itself and has the line once", arguments: bodies)
  func repairedBody(body: String) throws {
    let repaired = PullRequestBody.addingFixesLine(body, issue: 12)
    #expect(repaired.hasSuffix(body) && repaired != body)
    #expect(repaired.split(whereSeparator: \.isNewline).count { $0 == "Fixes #12" } == 1)
    #expect(IssueKeywords.parse(body: repaired, repository: try #require(RepositoryName("a/b"))).fixes.contains(12))
    #expect(PullRequestBody.addingFixesLine(repaired, issue: 12) == repaired)
  }

  @Test("A text the strict rule reads already is left alone")
  func nothingToRepair() {
    #expect(PullRequestBody.addingFixesLine("This fixes #12.", issue: 12) == "This fixes #12.")
  }
}
