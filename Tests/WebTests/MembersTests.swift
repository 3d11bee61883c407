import Domain
import HTTP
import Pipeline
import Postgres
import Storage
import TestKit
import Testing

@testable import Web

@Suite(.database, .serialized, .timeLimit(.minutes(15))) struct MembersTests {
  /// A project of its own for each test, with one member of each role.
  private struct Crew {
    let web: WebFixture
    let project: ProjectID
    let slug: String
    let admin, editor, viewer: Person

    init(_ slug: String) async throws {
      web = try WebFixture()
      self.slug = slug
      project = try await web.project(slug)
      (admin, editor, viewer) = (
        try await web.person(slug + "-admin"), try await web.person(slug + "-editor"), try await web.person(slug + "-viewer")
      )
      for (person, role) in [(admin, ProjectRole.admin), (editor, .editor), (viewer, .viewer)] {
        try await web.join(person, project, as: role)
      }
    }

    func role(_ person: Person) async throws -> String {
      let rows = try await TestDatabase.current.runAsOwner(
        "SELECT role FROM project_memberships WHERE project_id = \(project) AND user_id = \(person.id)")
      return try rows?.first?.text(0) ?? ""
    }

    func setRole(_ role: String, of person: Person, by admin: Person) async -> Answer {
      await web.post("/p/\(slug)/members/\(person.id)/role", [("role", role)], as: admin)
    }

    func events() async throws -> [String] {
      try await
        (TestDatabase.current.runAsOwner(
          "SELECT event_type || ' ' || coalesce(ref_json ->> 'user', ref_json ->> 'note') || ' by ' || actor FROM project_events WHERE project_id = \(project) ORDER BY id"
        )
        .map(Array.init) ?? []).map { try $0.text(0) }
    }
  }

  @Test func `every member sees the others, and admins alone see forms and invitations`() async throws {
    let crew = try await Crew("seen")
    for person in [crew.viewer, crew.editor, crew.admin] {
      let page = await crew.web.get("/p/seen/members", as: person).page
      #expect(page.faults == [])
      for name in ["seen-admin", "seen-editor", "seen-viewer"] { #expect(page.contains(name)) }
      let paths = page.all("form").compactMap { $0["action"]?.split(separator: "/").dropFirst(2).joined(separator: "/") }
      let forms = paths.filter { ($0.hasPrefix("members") || $0.hasPrefix("invites")) && $0 != "members/leave" }
      #expect(forms.isEmpty == (person.id != crew.admin.id))
    }
    let own = await crew.web.get("/p/seen/members", as: crew.admin).page
    #expect(
      !own.all("form").contains { $0["action"] == "/p/seen/members/\(crew.admin.id)/remove" }, "nobody removes themselves: they leave")
  }

  @Test func `a role changes at once and is written down`() async throws {
    let crew = try await Crew("role")
    #expect(await crew.setRole("admin", of: crew.viewer, by: crew.admin).location == "/p/role/members")
    #expect(await crew.web.get("/p/role/settings", as: crew.viewer).status == 200)
    #expect(await crew.setRole("viewer", of: crew.admin, by: crew.viewer).status == 303)
    #expect(await crew.web.get("/p/role/settings", as: crew.admin).status == 403)
    #expect(await crew.setRole("viewer", of: crew.admin, by: crew.viewer).status == 303, "the same role again is no mistake")
    #expect(
      try await crew.events() == ["member.role_changed role-viewer by role-admin", "member.role_changed role-admin by role-viewer"])
  }

  @Test func `the last admin cannot be demoted, removed, or leave, and is told why`() async throws {
    let crew = try await Crew("last")
    for (path, fields) in [
      ("\(crew.admin.id)/role", [("role", "viewer")]), ("\(crew.admin.id)/remove", []), ("leave", []),
    ] {
      let answer = await crew.web.post("/p/last/members/\(path)", fields, as: crew.admin)
      #expect(answer.status == 422, "\(path)")
      #expect(answer.text.contains("last admin"))
      #expect(answer.page.faults == [])
    }
    let root = try await crew.web.person("last-root", isAdmin: true)
    #expect(await crew.web.post("/p/last/members/\(crew.admin.id)/remove", as: root).status == 422, "an instance admin is no member")
    #expect(try await crew.role(crew.admin) == "admin")
    #expect(try await crew.events() == [])
  }

  @Test func `an admin who cannot sign in does not count`() async throws {
    let crew = try await Crew("asleep")
    #expect(await crew.setRole("admin", of: crew.editor, by: crew.admin).status == 303)
    try await TestDatabase.current.runAsOwner("UPDATE users SET disabled_at = now() WHERE id = \(crew.editor.id)")
    #expect(await crew.web.post("/p/asleep/members/leave", as: crew.admin).status == 422)
  }

  @Test(arguments: 1...8) func `of two admins who demote each other at the same moment one stays`(round: Int) async throws {
    let crew = try await Crew("race-\(round)")
    #expect(await crew.setRole("admin", of: crew.editor, by: crew.admin).status == 303)
    async let first = crew.setRole("viewer", of: crew.editor, by: crew.admin)
    async let second = crew.setRole("viewer", of: crew.admin, by: crew.editor)
    let statuses = await [first.status, second.status].sorted()
    #expect(statuses == [303, 403], "the second one is no admin any more when it is their turn")
    let admins = try await crew.web.number(
      "SELECT count(*) FROM project_memberships WHERE project_id = \(crew.project) AND role = 'admin'")
    #expect(admins == 1)
  }

  @Test func `of two admins who leave at the same moment one stays`() async throws {
    let crew = try await Crew("exodus")
    #expect(await crew.setRole("admin", of: crew.editor, by: crew.admin).status == 303)
    async let first = crew.web.post("/p/exodus/members/leave", as: crew.admin)
    async let second = crew.web.post("/p/exodus/members/leave", as: crew.editor)
    #expect(await [first.status, second.status].sorted() == [303, 422])
  }

  @Test func `a removed member's pages do not exist any more, and their invitations do not work`() async throws {
    let crew = try await Crew("gone")
    #expect(await crew.setRole("admin", of: crew.editor, by: crew.admin).status == 303)
    let made = await crew.web.post("/p/gone/invites", [("role", "admin"), ("note", "my other self")], as: crew.editor)
    let shown = await crew.web.get("/p/gone/members", as: crew.editor, cookies: ["invite=\(try #require(made.cookie("invite")))"])
    let link = try #require(shown.page.all("button").compactMap { $0["data-copy"] }.first { $0.contains("/invite/") })
    let path = String(link.dropFirst("http://flow.example.com".count))
    #expect(await crew.web.get(path).status == 200)
    #expect(await crew.web.post("/p/gone/members/\(crew.editor.id)/remove", as: crew.admin).location == "/p/gone/members")
    for page in ["", "/members", "/webhooks", "/settings", "/live?topics=tasks"] {
      #expect(await crew.web.get("/p/gone\(page)", as: crew.editor).status == 404, "\(page)")
    }
    #expect(await crew.web.get(path).status == 410)
    let events = try await crew.events().suffix(2)
    #expect(events == ["member.removed gone-editor by gone-admin", "invite.revoked my other self by gone-admin"])
  }

  @Test func `who leaves sees the project no more, and may leave only once`() async throws {
    let crew = try await Crew("left")
    #expect(await crew.web.post("/p/left/members/leave", as: crew.viewer).location == "/app")
    #expect(await crew.web.get("/p/left", as: crew.viewer).status == 404)
    #expect(await crew.web.post("/p/left/members/leave", as: crew.viewer).status == 404)
    #expect(try await crew.events() == ["member.left left-viewer by left-viewer"])
  }

  @Test func `a right that was lost since the page was opened is not used`() async throws {
    let crew = try await Crew("stale")
    let store = MemberStore(database: TestDatabase.current.database)
    let origin = AuditEvent.Origin(user: crew.editor.id, name: "editor", source: .user, address: "")
    #expect(try await store.setRole(.admin, of: crew.editor.id, in: crew.project, by: origin) == .forbidden)
    #expect(try await store.remove(crew.viewer.id, from: crew.project, by: origin) == .forbidden)
    #expect(try await crew.role(crew.editor) == "editor")
  }

  @Test func `a list of many members has pages`() async throws {
    let crew = try await Crew("many")
    try await TestDatabase.current.runAsOwner(
      """
      WITH made AS (INSERT INTO users (username, password_hash) SELECT 'many-' || to_char(n, 'FM0000'), 'x'
        FROM generate_series(1, 120) AS n RETURNING id)
      INSERT INTO project_memberships (project_id, user_id, role) SELECT \(crew.project), id, 'viewer' FROM made
      """)
    let second = await crew.web.get("/p/many/members?page=2", as: crew.viewer)
    #expect(second.text.contains("51–100 of 123"))
    #expect(second.page.links.contains("/p/many/members?page=1") && second.page.links.contains("/p/many/members?page=3"))
    #expect(second.page.faults == [])
    #expect(await crew.web.get("/p/many/members?page=x", as: crew.viewer).status == 400)
    #expect(await crew.web.get("/p/many/members?page=9", as: crew.viewer).status == 200)
  }
}
