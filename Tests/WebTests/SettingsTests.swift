import Crypto
import Domain
import Postgres
import Storage
import TestKit
import Testing

@testable import Web

/// The settings page and its forms, with stand-ins of Asana and GitHub.
@Suite(.database, .serialized) struct SettingsTests {
  static let auto = TrackerField(
    id: "1200003", name: "AutoTask", kind: .enumeration,
    options: [.init(id: "31", name: "Yes", isEnabled: true), .init(id: "32", name: "No", isEnabled: true)])
  static let repository = TrackerField(
    id: "1200004", name: "Repo", kind: .enumeration, options: [.init(id: "41", name: "Backend", isEnabled: true)])
  static let status = TrackerField(
    id: "1200005", name: "Status", kind: .enumeration,
    options: [
      .init(id: "51", name: "Active", isEnabled: true), .init(id: "52", name: "На паузе", isEnabled: true),
      .init(id: "53", name: "Old", isEnabled: false),
    ])
  static let text = TrackerField(id: "1200006", name: "Notes", kind: .other, options: [])
  static let number = TrackerField(id: "1200007", name: "Count", kind: .truth, options: [])

  static var tracker: OutsideFixture.Tracker {
    OutsideFixture.Tracker(
      projects: ["1200002": TrackerResource(id: "1200002", name: "Board")],
      fields: ["1200002": [auto, repository, status, text, number]])
  }

  static func codeHost(_ names: [String], permission: CodeHostRepository.Permission = .admin) -> OutsideFixture.CodeHost {
    OutsideFixture.CodeHost(
      repositories: names.compactMap { RepositoryName($0) }.map {
        CodeHostRepository(name: $0, isPrivate: true, isArchived: false, hasIssues: true, permission: permission)
      })
  }

  static let asanaToken = "2/120/asana-token-4f9c"
  static let githubToken = "ghp_github-token-77aa"

  struct Scene {
    let web: WebFixture
    let outside: OutsideFixture
    let admin: Person
    let project: ProjectID
    let slug: String

    var path: String { "/p/\(slug)/settings" }

    func post(_ target: String, _ fields: [(String, String)] = []) async -> Answer {
      await web.post(path + "/" + target, fields, as: admin)
    }

    /// Posts, and opens the page it leads to with the message it carries.
    func save(_ target: String, _ fields: [(String, String)] = []) async throws -> Answer {
      let answer = await post(target, fields)
      #expect(answer.status == 303, "\(target): \(answer.text.prefix(200))")
      let cookie = try #require(answer.cookie("settings"))
      return await web.get(path, as: admin, cookies: ["settings=" + cookie])
    }

    func page() async -> Answer { await web.get(path, as: admin) }

    func texts(_ sql: String) async throws -> [String] {
      var texts: [String] = []
      guard let rows = try await TestDatabase.current.runAsOwner("SET app.scope = 'system'; \(sql)") else { return [] }
      for row in rows { texts.append(try row.text(0)) }
      return texts
    }
  }

  static func scene(_ slug: String) async throws -> Scene {
    let outside = OutsideFixture()
    let web = try WebFixture(outside: outside)
    outside.asana(asanaToken, tracker)
    outside.github(githubToken, codeHost(["acme/api", "acme/web"]))
    return Scene(
      web: web, outside: outside, admin: try await web.person("settings-admin", isAdmin: true), project: try await web.project(slug),
      slug: slug)
  }

  // MARK: Tokens

  @Test func `a token is tried when it is saved, and the page says whose it is and what it lacks`() async throws {
    let scene = try await Self.scene("token")
    let saved = try await scene.save("asana/token", [("token", "  \(Self.asanaToken)\n")])
    #expect(saved.text.contains("•••• 4f9c"))
    #expect(saved.text.contains("Anna"))
    #expect(saved.text.contains("Opens the workspaces Acme."))
    #expect(!saved.text.contains(Self.asanaToken))
    #expect(saved.page.faults == [])
    _ = try await scene.save("asana/projects", [("project_text", "1200002 1200099")])
    let page = await scene.page()
    #expect(page.text.contains("Sees the project Board."))
    #expect(page.text.contains("Does not see the project 1200099"))
    #expect(page.page.faults == [])
    #expect(try await scene.texts("SELECT event_type FROM project_events WHERE project_id = \(scene.project)").contains("secret.replaced"))
    let audits = try await scene.texts("SELECT ref_json::text FROM project_events WHERE project_id = \(scene.project)").joined()
    #expect(audits.contains("asana.token") && !audits.contains("4f9c"))
  }

  @Test(arguments: [
    ("", "Enter a token."), ("two words", "without spaces in between"), ("ghp_abcdefghijkl", "looks like a token of GitHub"),
    ("2/9/not-known-to-asana", "does not accept this token"),
  ])
  func `a token that cannot be used is told at its field, and never comes back`(token: String, message: String) async throws {
    let scene = try await Self.scene("bad-token-\(token.count)")
    _ = try await scene.save("asana/token", [("token", Self.asanaToken)])
    let answer = await scene.post("asana/token", [("token", token)])
    #expect(answer.status == 422)
    #expect(answer.text.contains(message))
    let field = try #require(answer.page.all("input").first { $0["id"] == "asana-token" })
    #expect(field["aria-invalid"] == "true" && field["value"] == nil)
    if token.count > 12 { #expect(!answer.text.contains(token)) }
    // The one before stays.
    #expect(answer.text.contains("•••• 4f9c"))
    #expect(answer.page.faults == [])
  }

  @Test func `a token that cannot be tried is saved, with the reason`() async throws {
    let scene = try await Self.scene("offline")
    scene.outside.asana("2/120/slow-token-abcd", OutsideFixture.Tracker(failure: .transient(reason: "Asana did not answer in time")))
    let saved = try await scene.save("asana/token", [("token", "2/120/slow-token-abcd")])
    #expect(saved.text.contains("Asana could not be checked: Asana did not answer in time."))
    scene.outside.asana("2/120/slow-token-abcd", Self.tracker)
    let checked = try await scene.save("asana/check")
    #expect(checked.text.contains("Opens the workspaces Acme."))
    #expect(!checked.text.contains("did not answer in time"))
  }

  @Test func `a short secret shows none of its characters`() async throws {
    let scene = try await Self.scene("short")
    let saved = try await scene.save("github/secret", [("secret", "hook-secret")])
    #expect(saved.text.contains(">••••••••<") && !saved.text.contains("•••• "))
    #expect(!saved.text.contains("hook-secret"))
  }

  @Test func `a token that stops working is told with its beginning`() async throws {
    let scene = try await Self.scene("revoked")
    _ = try await scene.save("github/token", [("token", Self.githubToken)])
    scene.outside.github(Self.githubToken, OutsideFixture.CodeHost(failure: .unauthorised(reason: "GitHub answered 401")))
    let checked = try await scene.save("github/check")
    #expect(checked.text.contains("the token is not accepted any more"))
    #expect(checked.text.contains("Failing"))
  }

  @Test func `removing a token forgets it and what was known of it`() async throws {
    let scene = try await Self.scene("remove")
    _ = try await scene.save("github/token", [("token", Self.githubToken)])
    let removed = try await scene.save("github/token/remove")
    #expect(removed.text.contains("The GitHub token is removed."))
    #expect(!removed.text.contains("77aa"))
    #expect(try await scene.texts("SELECT name FROM project_secrets WHERE project_id = \(scene.project)") == [])
    #expect(await scene.post("github/check").status == 422)
  }

  @Test func `a secret of another master key is named, and is replaced by entering it again`() async throws {
    let scene = try await Self.scene("lost-key")
    _ = try await scene.save("asana/token", [("token", Self.asanaToken)])
    _ = try await TestDatabase.current.runAsOwner(
      "UPDATE project_secrets SET sealed = decode('00', 'hex') WHERE project_id = \(scene.project)")
    let lost = await scene.page()
    #expect(lost.status == 200)
    #expect(lost.text.contains("It was sealed with another master key and cannot be read. Enter it again."))
    #expect(lost.page.faults == [])
    #expect(await scene.web.get(scene.path + "/asana/projects", as: scene.admin).status == 200)
    let entered = try await scene.save("asana/token", [("token", Self.asanaToken)])
    #expect(entered.text.contains("•••• 4f9c"))
    #expect(!entered.text.contains("another master key"))
  }

  @Test func `the token of one project is never used for another`() async throws {
    let scene = try await Self.scene("mine")
    let other = try await scene.web.project("theirs")
    scene.outside.asana("2/120/other-token-9999", Self.tracker)
    _ = try await scene.save("asana/token", [("token", Self.asanaToken)])
    _ = await scene.web.post("/p/theirs/settings/asana/token", [("token", "2/120/other-token-9999")], as: scene.admin)
    scene.outside.forgetUsed()
    for target in ["asana/projects", "asana/fields", "asana/values", "status-map", "repository-map"] {
      _ = await scene.web.get("/p/theirs/settings/\(target)", as: scene.admin)
    }
    _ = await scene.web.post("/p/theirs/settings/asana/check", as: scene.admin)
    _ = await scene.web.post("/p/theirs/settings/asana/projects", [("project_text", "1200002")], as: scene.admin)
    #expect(!scene.outside.used.isEmpty)
    #expect(Set(scene.outside.used) == ["2/120/other-token-9999"])
    #expect(try await scene.texts("SELECT name FROM project_secrets WHERE project_id = \(other)") == ["asana.token"])
  }

  @Test func `opening the page asks nobody outside`() async throws {
    let scene = try await Self.scene("quiet")
    _ = try await scene.save("asana/token", [("token", Self.asanaToken)])
    _ = try await scene.save("github/token", [("token", Self.githubToken)])
    scene.outside.forgetUsed()
    #expect(await scene.page().status == 200)
    #expect(scene.outside.used == [])
  }

  // MARK: The webhook secret

  @Test func `a generated webhook secret is shown once`() async throws {
    let scene = try await Self.scene("generate")
    let answer = await scene.post("github/secret/generate")
    #expect(answer.status == 200)
    let copies = answer.page.all("button").compactMap { $0["data-copy"] }
    let secret = try #require(copies.first { $0.count >= 43 && !$0.contains("/") })
    #expect(answer.text.contains("it is not shown again"))
    #expect(copies.contains("http://flow.example.com/webhooks/github/public-id-of-generate-0123456789"))
    let kept = try await WebFixture.vault.find(.githubWebhook, project: scene.project)
    #expect(kept?.revealText() == secret)
    let page = await scene.page()
    #expect(!page.text.contains(secret))
    #expect(page.text.contains("•••• " + secret.suffix(4)))
  }

  // MARK: GitHub

  @Test func `a check says what a token may do in each repository`() async throws {
    let scene = try await Self.scene("rights")
    var host = Self.codeHost(["acme/api"], permission: .read)
    host.scopes = ["public_repo"]
    host.unreadable = [.hooks]
    host.isBot = true
    scene.outside.github(Self.githubToken, host)
    _ = try await scene.save("github/token", [("token", Self.githubToken)])
    let saved = try await scene.save(
      "github/repositories", [("repository_text", "https://github.com/acme/api acme/hidden"), ("default", "acme/api")])
    for text in [
      "acme/api: may only read.", "acme/api: may not read webhooks.", "Does not see acme/hidden", "The scope repo is missing",
      "anna is a bot",
    ] { #expect(saved.text.contains(text), "\(text)") }
  }

  @Test(arguments: [
    ("acme/new", true), ("https://github.com/acme/new/pulls?q=is%3Aopen", true), ("git@github.com:acme/new.git", true),
    ("ssh://git@github.com/acme/new", true), ("GitHub.com/acme/new", true), ("https://github.test:8443/acme/new", true),
    ("https://gitlab.com/acme/new", false), ("git@gitlab.com:acme/new.git", false), ("gitlab.com/acme/new", false),
    ("https://github.com.example.com/acme/new/", false), ("https://github.com@example.com/acme/new/tree", false), ("acme", false),
  ])
  func `a repository is added by its name or an address of GitHub, never of another system`(text: String, isTaken: Bool) async throws {
    let scene = try await Self.scene("pasted-\(text.utf8.reduce(7) { $0 &* 31 &+ UInt32($1) })")
    let answer = await scene.post("github/repositories", [("repository_text", text)])
    #expect(answer.status == (isTaken ? 303 : 422))
    let kept = try await scene.texts(
      "SELECT name FROM repositories WHERE project_id = \(scene.project) AND name = 'acme/new' AND is_active")
    #expect(kept == (isTaken ? ["acme/new"] : []))
    if !isTaken { #expect(answer.text.contains("is neither owner/name nor the address of a repository")) }
  }

  @Test(arguments: [1, 3, 10, 15])
  func `any number of repositories can be kept, one of them the default`(count: Int) async throws {
    let scene = try await Self.scene("repositories-\(count)")
    let names = (1...count).map { "acme/repository-\($0)" }
    scene.outside.github(Self.githubToken, Self.codeHost(names))
    _ = try await scene.save("github/token", [("token", Self.githubToken)])
    let chooser = await scene.web.get(scene.path + "/github/repositories", as: scene.admin)
    #expect(chooser.page.faults == [])
    for name in names { #expect(chooser.text.contains("value=\"\(name)\"")) }
    _ = try await scene.save("github/repositories", names.map { ("repository", $0) } + [("default", names[count - 1])])
    let kept = try await scene.texts("SELECT name FROM repositories WHERE project_id = \(scene.project) AND is_active")
    #expect(Set(kept) == Set(names))
    let preferred = try await scene.texts("SELECT name FROM repositories WHERE project_id = \(scene.project) AND is_default")
    #expect(preferred == [names[count - 1]])
    // The page to choose from has no button for the default: it stays what it is.
    _ = try await scene.save("github/repositories", names.map { ("repository", $0) } + [("repository_text", "acme/more")])
    #expect(try await scene.texts("SELECT name FROM repositories WHERE project_id = \(scene.project) AND is_default") == [names[count - 1]])
  }

  @Test(arguments: ["acme", "https://example.com", "acme/a b/c d", "acme/one two"])
  func `what is no repository is told at the field and kept`(typed: String) async throws {
    let scene = try await Self.scene("typo-\(typed.utf8.reduce(0) { $0 + Int($1) })")
    let answer = await scene.post("github/repositories", [("repository", "acme/api"), ("repository_text", typed)])
    #expect(answer.status == 422)
    let area = try #require(answer.page.all("textarea").first { $0["name"] == "repository_text" })
    #expect(area["aria-invalid"] == "true")
    #expect(answer.text.contains(">\(typed)</textarea>"))
    #expect(answer.page.faults == [])
  }

  @Test func `agents and the rule for linking are saved`() async throws {
    let scene = try await Self.scene("rules")
    let saved = try await scene.save("github/rules", [("agents", "@opencode-agent\nrobot[bot]"), ("linking", "strict")])
    #expect(saved.text.contains("opencode-agent\nrobot[bot]</textarea>"))
    let row = try await scene.texts("SELECT linking || ' ' || array_to_string(agent_logins, ',') FROM projects WHERE id = \(scene.project)")
    #expect(row == ["strict opencode-agent,robot[bot]"])
    let wrong = await scene.post("github/rules", [("agents", "not a/login"), ("linking", "strict")])
    #expect(wrong.status == 422)
    #expect(wrong.text.contains(">not a/login</textarea>"))
  }
}
