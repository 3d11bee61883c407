import Crypto
import Domain
import Storage
import TestKit
import Testing

@testable import Web

extension AccessTests {
  /// Some projects and one visitor of each kind; what a row names in braces is made when it is asked for.
  struct World {
    let web: WebFixture
    let persons: [Visitor: Person]
    private let project: ProjectID
    private let other: ProjectID

    init(_ web: WebFixture) async throws {
      self.web = web
      var persons: [Visitor: Person] = [:]
      for visitor in Visitor.allCases where visitor != .nobody {
        persons[visitor] = try await web.person("access-\(visitor)", isAdmin: visitor == .instance)
      }
      self.persons = persons
      if try await web.number("SELECT count(*) FROM projects") == 0 { try await Self.seed(web, persons) }
      project = ProjectID(rawValue: try await web.number("SELECT id FROM projects WHERE slug = 'access'"))
      other = ProjectID(rawValue: try await web.number("SELECT id FROM projects WHERE slug = 'other-project'"))
    }

    private static func seed(_ web: WebFixture, _ persons: [Visitor: Person]) async throws {
      let (project, other) = (try await web.project("access", name: "Access"), try await web.project("other-project", name: "Other"))
      let leave = try await web.project("leave", name: "Leave")
      _ = try await web.project("guests", name: "Guests")
      for (visitor, role) in [(Visitor.viewer, ProjectRole.viewer), (.editor, .editor), (.admin, .admin)] {
        for project in [project, leave] { try await web.join(try #require(persons[visitor]), project, as: role) }
      }
      try await web.join(try #require(persons[.foreign]), other, as: .admin)
      _ = try await web.task(project, "1")
      _ = try await web.task(other, "2", title: "Secret plan")
    }

    /// Puts something in each place: what the row changes is new each time.
    func fill(_ text: String) async throws -> String {
      var text = text
      for (place, make) in places where text.contains(place) { text = text.replacing(place, with: try await make()) }
      return text
    }

    func fill(_ fields: [(String, String)]) async throws -> [(String, String)] {
      var filled: [(String, String)] = []
      for (name, value) in fields { filled.append((name, try await fill(value))) }
      return filled
    }

    private var places: [(String, () async throws -> String)] {
      [
        ("{task}", { "\(try await web.number("SELECT id FROM tasks WHERE asana_gid = '1'"))" }),
        ("{other}", { "\(try await web.number("SELECT id FROM tasks WHERE asana_gid = '2'"))" }),
        ("{unique}", { RandomSource.system.token(bytes: 9) }),
        ("{user}", { "\(try await web.person(RandomSource.system.token(bytes: 9)).id)" }),
        ("{stranger}", { "\(try #require(persons[.stranger]).id)" }),
        ("{member}", { "\(try await member())" }),
        ("{token}", { try await web.invite(into: "guests") }),
        ("{invite}", { try await invite(of: project) }),
        ("{foreignInvite}", { try await invite(of: other) }),
        ("{note}", { try await note(of: project) }),
        ("{foreignNote}", { try await note(of: other) }),
      ]
    }

    private func member() async throws -> UserID {
      let person = try await web.person(RandomSource.system.token(bytes: 9))
      try await web.join(person, project, as: .viewer)
      return person.id
    }

    private func note(of project: ProjectID) async throws -> String {
      let note = try await web.number("INSERT INTO project_notes (project_id, title) VALUES (\(project), 'Note') RETURNING id")
      try await TestDatabase.current.runAsOwner(
        "INSERT INTO project_note_versions (project_id, note_id, version, title, body) VALUES (\(project), \(note), 1, 'Note', 'Text')")
      return "\(note)"
    }

    private func invite(of project: ProjectID) async throws -> String {
      let sql = """
        INSERT INTO invites (project_id, token_hash, role, expires_at)
        VALUES (\(project), sha256(gen_random_uuid()::text::bytea), 'viewer', now() + interval '1 day') RETURNING id
        """
      return "\(try await web.number(sql))"
    }
  }
}

extension WebFixture {
  /// Makes an invite that can be used.
  /// - Returns: its token.
  func invite(into slug: String, as role: ProjectRole = .viewer) async throws -> String {
    let token = RandomSource.system.token(bytes: 32)
    try await TestDatabase.current.runAsOwner(
      """
      INSERT INTO invites (project_id, token_hash, role, expires_at)
      SELECT id, sha256('\(token)'), '\(role.rawValue)', now() + interval '7 days' FROM projects WHERE slug = '\(slug)'
      """)
    return token
  }
}
