import Domain
import Storage
import TestKit
import Testing

@testable import Web

/// Asana's projects, fields and options on the settings page.
@Suite(.database, .serialized) struct SettingsMapTests {
  static func scene(_ slug: String) async throws -> SettingsTests.Scene {
    let scene = try await SettingsTests.scene(slug)
    _ = try await scene.save("asana/token", [("token", SettingsTests.asanaToken)])
    _ = try await scene.save("asana/projects", [("project_text", "1200002")])
    return scene
  }

  static func withFields(_ slug: String) async throws -> SettingsTests.Scene {
    let scene = try await Self.scene(slug)
    _ = try await scene.save("asana/fields", [("auto", "1200003"), ("repository", "1200004"), ("status", "1200005")])
    return scene
  }

  @Test(arguments: [
    "1200002", "https://app.asana.com/0/1200002/list", "https://app.asana.com/0/1200002/1209999/f",
    "https://app.asana.com/1/1200001/project/1200002/board/77?focus=true", "app.asana.com/0/1200002",
    "HTTPS://APP.ASANA.COM/0/1200002/board",
    "http://asana.test:8090/sandbox/asana/0/1200002/list",
  ])
  func `a project is added by its id or any of Asana's addresses`(text: String) async throws {
    let scene = try await SettingsTests.scene("address-\(text.utf8.count)")
    _ = try await scene.save("asana/token", [("token", SettingsTests.asanaToken)])
    let saved = try await scene.save("asana/projects", [("project_text", text)])
    #expect(saved.text.contains("Board"))
    #expect(try await scene.texts("SELECT gid || ' ' || name FROM asana_projects WHERE project_id = \(scene.project)") == ["1200002 Board"])
    #expect(try await scene.web.number("SELECT count(*) FROM jobs WHERE kind = 'hooks' AND project_id = \(scene.project)") >= 1)
  }

  @Test(arguments: [
    "Board", "https://app.asana.com/0/0/1209999/f", "https://app.asana.com/0/home", "12", "https://example.com/",
    "https://example.com/0/1200002/list", "https://app.asana.com.example.com/0/1200002", "https://app.asana.com@example.com/0/1200002/list",
  ])
  func `what names no project is told at the field and kept`(text: String) async throws {
    let scene = try await Self.scene("wrong-\(text.utf8.count)")
    let answer = await scene.post("asana/projects", [("project", "1200002"), ("project_text", text), ("workspace", "")])
    #expect(answer.status == 422)
    #expect(answer.text.contains(">\(text)</textarea>"))
    #expect(answer.page.faults == [])
    #expect(try await scene.texts("SELECT gid FROM asana_projects WHERE project_id = \(scene.project)") == ["1200002"])
  }

  @Test func `projects are chosen from a list, and taking one away takes its webhook`() async throws {
    let scene = try await Self.scene("choose")
    let list = await scene.web.get(scene.path + "/asana/projects?q=nothing+of+the+kind", as: scene.admin)
    #expect(list.page.faults == [])
    // What is configured stays in the list, whatever is searched for.
    #expect(list.page.all("input").contains { $0["value"] == "1200002" && $0["checked"] != nil })
    try await TestDatabase.current.runAsOwner(
      """
      INSERT INTO asana_hooks (project_id, token, asana_project_gid, state, target)
      VALUES (\(scene.project), repeat('h', 40), '1200002', 'active', 'https://x')
      """)
    _ = try await scene.save("asana/projects", [("workspace", "1200001")])
    #expect(try await scene.texts("SELECT gid FROM asana_projects WHERE project_id = \(scene.project)") == [])
    #expect(try await scene.texts("SELECT token FROM asana_hooks WHERE project_id = \(scene.project)") == [])
    #expect(try await scene.texts("SELECT workspace_gid FROM asana_settings WHERE project_id = \(scene.project)") == ["1200001"])
  }

  @Test func `a list that cannot be read says why, and pasting still works`() async throws {
    let scene = try await Self.withFields("broken")
    var tracker = SettingsTests.tracker
    tracker.listFailure = .transient(reason: "Asana did not answer in time")
    scene.outside.asana(SettingsTests.asanaToken, tracker)
    for target in ["asana/projects", "asana/fields", "asana/values", "status-map", "repository-map"] {
      let answer = await scene.web.get(scene.path + "/" + target, as: scene.admin)
      #expect(answer.status == 200)
      #expect(answer.text.contains("Asana did not answer in time"), "\(target)")
      #expect(answer.page.faults == [], "\(target)")
    }
    _ = try await scene.save("asana/projects", [("project", "1200002"), ("project_text", "1200055")])
    _ = try await scene.save(
      "asana/fields", [("auto", "1200003"), ("repository", "1200004"), ("status", "https://app.asana.com/0/1200009")])
    #expect(try await scene.texts("SELECT status_field_gid FROM asana_settings WHERE project_id = \(scene.project)") == ["1200009"])
    _ = try await scene.save(
      "status-map", [("option", "52|На паузе"), ("meaning", "blocked"), ("new_option", ""), ("new_meaning", "none")])
    #expect(try await scene.texts("SELECT hold FROM asana_status_map WHERE project_id = \(scene.project)") == ["blocked"])
    scene.outside.github(SettingsTests.githubToken, OutsideFixture.CodeHost(listFailure: .forbidden(reason: "GitHub answered 403")))
    _ = try await scene.save("github/token", [("token", SettingsTests.githubToken)])
    let repositories = await scene.web.get(scene.path + "/github/repositories", as: scene.admin)
    #expect(repositories.text.contains("GitHub answered 403"))
    #expect(repositories.page.all("textarea").contains { $0["name"] == "repository_text" })
  }

  @Test func `fields are chosen from those of a fitting kind, and one list serves all projects`() async throws {
    let scene = try await Self.scene("fields")
    let list = await scene.web.get(scene.path + "/asana/fields", as: scene.admin)
    #expect(list.page.faults == [])
    func values(_ name: String) -> [String] { list.page.all("input").filter { $0["name"] == name }.compactMap { $0["value"] } }
    #expect(values("auto") == ["", "1200003", "1200007", "1200004", "1200005"])
    #expect(values("status") == ["", "1200003", "1200004", "1200005"])
    let saved = try await scene.save("asana/fields", [("auto", "1200003"), ("repository", "1200004"), ("status", "1200005")])
    #expect(saved.text.contains("<strong>AutoTask</strong>"))
    #expect(saved.page.faults == [])
  }

  @Test(arguments: [
    ("repository", "1200006", "is not a single-select field"), ("auto", "1200006", "can be neither chosen from options nor counted"),
    ("status", "1200007", "is not a single-select field"), ("status", "1200003", "already has another meaning"),
    ("status", "Status", "which has only digits"),
  ])
  func `a field that cannot have a meaning is refused`(role: String, gid: String, message: String) async throws {
    let scene = try await Self.scene("kind-\(role)-\(gid)".lowercased())
    var fields = [("auto", "1200003"), ("repository", ""), ("status", "")].filter { $0.0 != role }
    fields.append((role, gid))
    let answer = await scene.post("asana/fields", fields)
    #expect(answer.status == 422)
    #expect(answer.text.contains(message))
    let input = try #require(answer.page.all("input").first { $0["id"] == "asana-\(role)" })
    #expect(input["value"] == gid && input["aria-invalid"] == "true")
  }

  @Test func `a field that a project lacks is named`() async throws {
    let scene = try await Self.scene("lacks")
    var tracker = SettingsTests.tracker
    tracker.projects["1200010"] = TrackerResource(id: "1200010", name: "Second")
    tracker.fields["1200010"] = [SettingsTests.auto]
    scene.outside.asana(SettingsTests.asanaToken, tracker)
    _ = try await scene.save("asana/projects", [("project", "1200002"), ("project_text", "1200010")])
    let saved = try await scene.save("asana/fields", [("auto", "1200003"), ("repository", "1200004"), ("status", "1200005")])
    #expect(saved.text.contains("The project Second does not have the field for Repo."))
    #expect(!saved.text.contains("The project Board does not have"))
    let list = await scene.web.get(scene.path + "/asana/fields", as: scene.admin)
    #expect(list.text.contains("missing in Second"))
  }

  @Test func `the status map shows every option, new ones as active, and keeps ids`() async throws {
    let scene = try await Self.withFields("statuses")
    try await TestDatabase.current.runAsOwner(
      """
      INSERT INTO asana_status_map (project_id, name, option_gid, hold)
      VALUES (\(scene.project), 'Gone', '59', 'cancelled'), (\(scene.project), 'Renamed before', '52', 'blocked')
      """)
    let live = await scene.web.get(scene.path + "/status-map", as: scene.admin)
    #expect(live.page.faults == [])
    for text in ["На паузе", "Active", "new, not saved yet", "Gone", "Asana does not have it any more"] {
      #expect(live.text.contains(text), "\(text)")
    }
    #expect(!live.text.contains("Old") && !live.text.contains("Renamed before"))
    #expect(
      live.page.all("option").filter { $0["selected"] != nil }.compactMap { $0["value"] }.sorted() == [
        "blocked", "cancelled", "none", "none",
      ])
    _ = try await scene.save(
      "status-map",
      [
        ("option", "51|Active"), ("meaning", "none"), ("option", "52|На паузе"), ("meaning", "blocked"), ("new_option", "Later"),
        ("new_meaning", "cancelled"),
      ])
    let rows = try await scene.texts(
      "SELECT concat_ws(' ', name, option_gid, hold) FROM asana_status_map WHERE project_id = \(scene.project) ORDER BY hold")
    #expect(rows == ["На паузе 52 blocked", "Later cancelled", "Active 51 none"])
  }

  @Test(arguments: [
    ("status-map", [("option", "51|Active"), ("meaning", "perhaps"), ("new_option", ""), ("new_meaning", "none")]),
    (
      "status-map",
      [("option", "51|Active"), ("option", "52|На паузе"), ("meaning", "blocked"), ("new_option", ""), ("new_meaning", "none")]
    ),
    ("status-map", [("new_option", "Later"), ("new_meaning", "")]), ("repository-map", [("option", "51|Active"), ("new_option", "")]),
  ])
  func `a map that no page offers is refused whole`(target: String, fields: [(String, String)]) async throws {
    let scene = try await Self.withFields("offers-\(target)-\(fields.count)")
    #expect(await scene.post(target, fields).status == 400)
    let table = target == "status-map" ? "asana_status_map" : "repository_map"
    #expect(try await scene.texts("SELECT name FROM \(table) WHERE project_id = \(scene.project)") == [])
  }

  @Test func `values of AutoTask are ticked, with yes proposed`() async throws {
    let scene = try await Self.withFields("values")
    let live = await scene.web.get(scene.path + "/asana/values", as: scene.admin)
    let boxes = live.page.all("input").filter { $0["type"] == "checkbox" }
    #expect(boxes.compactMap { $0["value"] } == ["31|Yes", "32|No"])
    #expect(boxes.map { $0["checked"] != nil } == [true, false])
    _ = try await scene.save("asana/values", [("option", "31|Yes")])
    #expect(try await scene.texts("SELECT name || option_gid FROM asana_auto_values WHERE project_id = \(scene.project)") == ["Yes31"])
  }

  @Test func `options lead to repositories of the project only`() async throws {
    let scene = try await Self.withFields("repository-map")
    let live = await scene.web.get(scene.path + "/repository-map", as: scene.admin)
    #expect(live.text.contains("Backend"))
    _ = try await scene.save("repository-map", [("option", "41|Backend"), ("meaning", "acme/api")])
    #expect(try await scene.texts("SELECT name || option_gid FROM repository_map WHERE project_id = \(scene.project)") == ["Backend41"])
    let wrong = await scene.post("repository-map", [("option", "41|Backend"), ("meaning", "acme/other")])
    #expect(wrong.status == 422)
    #expect(wrong.text.contains("acme/other is not a repository of this project."))
  }

  @Test func `two people who change a list at once lose nothing`() async throws {
    let scene = try await Self.scene("at-once")
    func kept() async throws -> [String] {
      try await scene.texts("SELECT gid FROM asana_projects WHERE project_id = \(scene.project) ORDER BY gid")
    }
    for path in ["", "/asana/projects"] {
      let page = await scene.web.get(scene.path + path, as: scene.admin).page
      #expect(page.all("input").contains { $0["name"] == "was" && $0["value"] == "1200002" }, "\(path)")
    }
    let mine = [("was", "1200002"), ("seen", try #require(await scene.page().page.field("seen")))]
    _ = try await scene.save("asana/projects", mine + [("project", "1200002"), ("project_text", "1200010")])
    let second = try await scene.save("asana/projects", mine + [("project", "1200002"), ("project_text", "1200011")])
    #expect(second.text.contains("Somebody else had saved settings"))
    #expect(try await kept() == ["1200002", "1200010", "1200011"])
    let refused = await scene.post("asana/projects", mine + [("project", "1200002"), ("project_text", "nonsense")])
    #expect(refused.page.all("input").filter { $0["name"] == "project" && $0["checked"] != nil }.count == 3)
    #expect(refused.page.all("input").contains { $0["name"] == "was" && $0["value"] == "1200002,1200010,1200011" })
    _ = try await scene.save("asana/projects", mine)
    #expect(try await kept() == ["1200010", "1200011"], "what was ticked and is not any more goes")
    _ = try await scene.save("asana/projects", mine + [("project", "1200002")])
    #expect(try await kept() == ["1200010", "1200011"], "what somebody else has removed stays away")
    _ = try await scene.save("asana/projects", [("project", "1200010")])
    #expect(try await kept() == ["1200010"], "who does not say what was ticked sends all there is")

    let repositories = ("was", "acme/api,acme/web")
    _ = try await scene.save("github/repositories", [repositories, ("repository", "acme/api"), ("repository_text", "acme/new")])
    _ = try await scene.save(
      "github/repositories", [repositories, ("repository", "acme/api"), ("repository", "acme/web"), ("default", "acme/new")])
    let names = try await scene.texts("SELECT name FROM repositories WHERE project_id = \(scene.project) AND is_active ORDER BY name")
    #expect(names == ["acme/api", "acme/new"])
    #expect(try await scene.texts("SELECT name FROM repositories WHERE project_id = \(scene.project) AND is_default") == ["acme/new"])
  }

  @Test func `somebody who saves after somebody else is told so`() async throws {
    let scene = try await Self.scene("meanwhile")
    let seen = try #require(await scene.page().page.field("seen"))
    _ = try await scene.save("github/rules", [("agents", "w"), ("linking", "repair"), ("seen", seen)])
    let second = try await scene.save("github/rules", [("agents", "x"), ("linking", "repair"), ("seen", seen)])
    #expect(second.text.contains("Somebody else had saved settings"))
    let fresh = try #require(await scene.page().page.field("seen"))
    let third = try await scene.save("github/rules", [("agents", "y"), ("linking", "repair"), ("seen", fresh)])
    #expect(!third.text.contains("Somebody else had saved settings"))
  }

  @Test func `an option that was made again in Asana under its name stands once, with its new id and the meaning it had`() {
    let kept = [MappedOption(name: "Api", id: "31"), MappedOption(name: "Web", id: "32"), MappedOption(name: "Old", id: "33")]
    let live = [("41", "Api"), ("32", "Site")].map { TrackerField.Option(id: $0.0, name: $0.1, isEnabled: true) }
    let merged = KnownOption.merge(kept, live)
    #expect(merged.map(\.option) == [.init(name: "Api", id: "41"), .init(name: "Site", id: "32"), .init(name: "Old", id: "33")])
    #expect(merged.map(\.kept) == kept)
    #expect(merged.map(\.presence) == [.live, .live, .gone])
    let twins = KnownOption.merge([MappedOption(name: "Api", id: "41")], live + [.init(id: "42", name: "Api", isEnabled: true)])
    #expect(twins.map(\.isKept) == [true, false, false], "another option with the same name is not taken for it")
  }
}
