import Domain
import HTTP
import Messages
import Pipeline
import TestKit
import Testing

@testable import Web

/// Fetches every page the router knows in both languages and reads its words.
@Suite(.database, .serialized) struct LanguageOfPagesTests {
  /// Latin words that a Russian page may hold: names, and the terms of docs/design/glossary.md.
  private static let names: Set<String> = [
    "Firefox", "Opera", "Linux", "Auto", "Flow", "Asana", "GitHub", "AutoTask", "Fixes", "UTC", "API", "REST", "CI", "PR", "issue",
    "Issue", "pull", "Pull", "request",
    "workflow", "English", "OpenCode", "Markdown", "HTML", "Ctrl", "Esc", "Enter", "Status", "Repo",
  ]
  /// Labels of GitHub's own forms, which are English for everybody.
  private static let labelsOfGitHub: Set<String> = [
    "Settings", "Webhooks", "Add", "webhook", "Payload", "URL", "Content", "type", "Secret", "Events", "Issues", "requests", "Workflow",
    "runs", "Issue", "comments", "Pull", "Pushes", "fine", "grained", "write", "read", "repo", "Closes", "Resolves", "bot", "Actions",
  ]
  /// Labels of Asana's.
  private static let labelsOfAsana: Set<String> = ["Settings", "Apps", "Developer", "apps"]
  /// Parts of examples.
  private static let examples: Set<String> = ["opencode", "agent", "acme", "api", "git", "github", "com"]
  /// What the rows of this suite are called.
  private static let data: Set<String> = [
    "docs", "design", "board", "owner", "reviewer", "platform", "mir", "acme", "api", "ada", "bob", "agent", "Alice", "ci",
  ]

  private struct World {
    let web: WebFixture
    let person: Person
    let task: TaskID
    let waiting: TaskID
    let invite: String
  }

  private static let commit = String(repeating: "4f9c2a1b", count: 5)

  /// A project in which something of everything has happened, named in Russian.
  private func world() async throws -> World {
    let web = try WebFixture()
    let person = try await web.person("ada", isAdmin: true)
    if try await web.number("SELECT count(*) FROM projects") == 0 {
      let project = try await web.project("mir", name: "Демо")
      let task = try await web.task(
        project, "101", title: "Ограничить экспорт", notes: "Пожалуйста", repository: try await web.repository(project))
      for event in Self.story { try await web.apply([event], task, project, delivery: "0123456789") }
      _ = try await web.task(project, "102", title: "Исправить сортировку", notes: "Срочно")
      try await TestDatabase.current.runAsOwner(Self.rows(project, task))
      try await TestDatabase.current.runAsOwner(try Self.audits(project))
      try await web.join(try await web.person("bob"), project, as: .editor)
    }
    let ids = try await (web.number("SELECT min(id) FROM tasks"), web.number("SELECT max(id) FROM tasks"))
    return World(
      web: web, person: person, task: TaskID(rawValue: ids.0), waiting: TaskID(rawValue: ids.1),
      invite: try await web.invite(into: "mir"))
  }

  private static let story: [TaskEvent] = [
    .issueCreated(IssueReference(number: 128, url: "https://github.com/acme/api/issues/128")),
    .triggerPosted(CommentReference(id: 77, url: "https://github.com/acme/api/issues/128#issuecomment-77")),
    .hostSeen(
      HostFacts(
        pullRequests: [
          PullRequestFact(
            number: 131, url: "https://github.com/acme/api/pull/131", author: "agent", headBranch: "x", baseBranch: "main", state: .merged,
            mergeCommit: commit, fixes: [128], closes: [128])
        ],
        runs: [
          WorkflowRun(
            id: 9, attempt: 1, workflowID: 3, name: "ci", headCommit: commit, branch: "main", event: "push", conclusion: .failure,
            url: "https://github.com/acme/api/actions/runs/9", updatedAt: Timestamp(microseconds: 1))
        ])),
  ]

  /// Every kind of line a timeline can have, and a hook in each state.
  private static func rows(_ project: ProjectID, _ task: TaskID) -> String {
    let lines = TimelineEventType.allCases.map { ($0.rawValue, #"{"number": 5, "version": 2}"#) } + details
    let values = lines.map { "(\(project), \(task), 'system', '\($0)', '\($1)'::jsonb)" }.joined(separator: ", ")
    return """
      INSERT INTO task_events (project_id, task_id, source, event_type, ref_json) VALUES \(values);
      INSERT INTO project_keys (project_id, generation, wrapped) VALUES (\(project), 1, 'x');
      INSERT INTO project_secrets (project_id, name, version, generation, sealed) VALUES (\(project), 'asana.token', 1, 1, 'x');
      INSERT INTO asana_projects (project_id, gid) VALUES (\(project), '1'), (\(project), '2'), (\(project), '3');
      INSERT INTO asana_hooks (project_id, token, asana_project_gid, state, target) VALUES
        (\(project), repeat('t', 40), '1', 'active', 'https://x'), (\(project), repeat('u', 40), '2', 'pending', 'https://x')
      """
  }

  /// Everything that an audit can say, in both audits.
  private static func audits(_ project: ProjectID) throws -> String {
    let catalogue = try Catalogue(language: .english, folder: TestFolders.root + "/Templates/messages")
    let rows = catalogue.keys.filter {
      $0.hasPrefix("audit.") && !$0.hasPrefix("audit.area.") && !$0.hasPrefix("audit.source.") && $0.split(separator: ".").count == 3
    }.map { key in
      let places = Catalogue.places(in: catalogue[key] ?? "").map { #""\#($0)": "7""# }.joined(separator: ", ")
      return "'user', '\(key.dropFirst(6))', '{\(places)}', 'ada', '198.51.100.7'"
    }
    return """
      INSERT INTO project_events (project_id, source, event_type, ref_json, actor, address)
        VALUES \(rows.map { "(\(project), \($0))" }.joined(separator: ", "));
      INSERT INTO instance_events (source, event_type, ref_json, actor, address) VALUES \(rows.map { "(\($0))" }.joined(separator: ", "))
      """
  }

  private static let details: [(String, String)] =
    EffectKind.allCases.flatMap { effect in
      [("error", #"{"effect": "\#(effect.rawValue)", "reason": "retried"}"#), ("comment.posted", #"{"effect": "\#(effect.rawValue)"}"#)]
    }
    + TaskStatus.allCases.map { ("task.status_changed", #"{"from": "\#($0.rawValue)", "to": "\#($0.rawValue)"}"#) }
    + ["retry", "resync", "force_pr", "choose_repository"].map { ("manual.action", #"{"action": "\#($0)"}"#) }
    + ["pending", "passed", "failed"].map { ("ci.updated", #"{"status": "\#($0)", "sha": "\#(commit)", "workflow": "ci"}"#) }
    + [("issues", "opened"), ("pull_request", "synchronize"), ("workflow_run", "in_progress"), ("issue_comment", "created")].map {
      ("github.webhook_received", #"{"event": "\#($0)", "action": "\#($1)", "number": 5}"#)
    }

  /// The style page shows names of icons, tones and roles as developers write them, in no language.
  private static let untranslated: Set<String> = ["styleguide"]

  /// Pieces of pages, which have no document around them.
  private static let fragments: Set<String> = ["/app/new/slug"]

  /// Addresses of every page, with rows of this suite in their places.
  private func addresses(_ world: World) -> [String] {
    let places = ["slug": "mir", "id": "\(world.task)", "token": world.invite]
    let routes = world.web.router.routes.filter { $0.method == .get && $0.name != "live" && !Self.untranslated.contains($0.name) }
    let pages = routes.map { route in
      "\(route.pattern)".split(separator: "/", omittingEmptySubsequences: false).map { part in
        part.hasPrefix(":") ? places[String(part.dropFirst())] ?? "0" : String(part)
      }.joined(separator: "/")
    }
    let timeline = (1...3).map { "/p/mir/t/\(world.task)?timeline=\($0)" }
    return pages + timeline + [
      "/p/mir/t/\(world.waiting)", "/p/mir?status=FAILED", "/p/mir?status=BLOCKED", "/p/mir?page=9", "/p/mir?page=x", "/nowhere",
    ]
  }

  /// Latin words beside addresses and names of variables and tables.
  private func latin(_ text: String) -> [String] {
    let words = text.split(separator: " ").filter { !$0.contains("://") && !$0.contains("_") }.joined(separator: " ")
    return words.split { !($0.isASCII && $0.isLetter) }.map(String.init).filter { $0.count > 1 }
  }

  @Test func `a page in Russian holds no English word`() async throws {
    let world = try await world()
    let known = Self.names.union(Self.labelsOfGitHub).union(Self.labelsOfAsana).union(Self.examples).union(Self.data)
    for address in addresses(world) {
      for person in [world.person, nil] {
        let answer = await world.web.get(address, as: person, headers: [("accept-language", "ru-RU,ru;q=0.9,en;q=0.8")])
        guard answer.status != 303 else { continue }
        if !Self.fragments.contains(address) { #expect(answer.page.all("html").first?["lang"] == "ru", "\(address)") }
        let foreign = answer.page.spoken.filter { text in !latin(text).allSatisfy(known.contains) }
        #expect(foreign == [], "\(address)")
      }
    }
  }

  @Test func `a page in English holds no Russian word but what people wrote`() async throws {
    let world = try await world()
    let written: Set<String> = ["Русский", "Д", "Демо", "Ограничить экспорт", "Исправить сортировку"]
    for address in addresses(world) {
      let answer = await world.web.get(address, as: world.person, headers: [("accept-language", "en")])
      guard answer.status != 303 else { continue }
      let foreign = answer.page.spoken.filter { text in
        text.unicodeScalars.contains { (0x400...0x4FF).contains($0.value) }
          && !written.contains { text.contains($0) && ($0.count > 1 || text == $0) }
      }
      #expect(foreign == [], "\(address)")
    }
  }

  @Test func `a task says its page in the language of the account before that of the browser`() async throws {
    let world = try await world()
    try await TestDatabase.current.runAsOwner("UPDATE users SET language = 'ru' WHERE id = \(world.person.id)")
    let answer = await world.web.get("/p/mir/t/\(world.task)?timeline=2", as: world.person, headers: [("accept-language", "en")])
    try await TestDatabase.current.runAsOwner("UPDATE users SET language = NULL WHERE id = \(world.person.id)")
    #expect(answer.text.contains("Повторить"))
    #expect(answer.text.contains("Pull request #131 слит, коммит 4f9c2a1"))
    #expect(answer.text.contains("Сбой: CI не пройден на коммите слияния: ci"))
  }
}
