import Asana
import Domain
import GitHub
import HTTP
import HTTPClient
import Testing

/// What the settings page reads from Asana and GitHub.
@Suite struct CatalogueTests {
  @Test func `Asana tells whose a token is and which workspaces it opens`() async throws {
    let (tracker, transport) = try Subject.asana([
      .json(200, #"{"data":{"gid":"5","name":"Anna","workspaces":[{"gid":"1","name":"Acme"},{"gid":"2"}]}}"#)
    ])
    let account = try await tracker.loadAccount()
    #expect(account.name == "Anna")
    #expect(account.workspaces == [TrackerResource(id: "1", name: "Acme"), TrackerResource(id: "2", name: "")])
    #expect(transport.calls == ["GET /users/me?opt_fields=name,workspaces.name"])
  }

  @Test func `projects of a workspace are listed page after page, without archived ones`() async throws {
    let (tracker, transport) = try Subject.asana([
      .json(200, #"{"data":[{"gid":"1","name":"A"}],"next_page":{"offset":"o"}}"#), .json(200, #"{"data":[{"gid":"2","name":"B"}]}"#),
    ])
    let listing = try await tracker.listProjects(inWorkspace: "9")
    #expect(listing.items.map(\.name) == ["A", "B"] && listing.isComplete)
    #expect(
      transport.calls == [
        "GET /workspaces/9/projects?archived=false&limit=100&opt_fields=name",
        "GET /workspaces/9/projects?archived=false&limit=100&offset=o&opt_fields=name",
      ])
  }

  @Test func `a list without an end is cut`() async throws {
    let page = ScriptedTransport.Step.json(200, #"{"data":[{"gid":"1","name":"A"}],"next_page":{"offset":"o"}}"#)
    let (tracker, transport) = try Subject.asana(Array(repeating: page, count: 20))
    let listing = try await tracker.listProjects(inWorkspace: "9")
    #expect(listing.items.count == 10 && !listing.isComplete)
    #expect(transport.calls.count == 10)
  }

  @Test(arguments: [
    ("enum", TrackerField.Kind.enumeration), ("number", .truth), ("boolean", .truth), ("text", .other), ("multi_enum", .other),
    ("date", .other), ("people", .other),
  ])
  func `a field is of a kind that can be used, or not`(subtype: String, kind: TrackerField.Kind) async throws {
    let field = #"{"gid":"7","name":"F","resource_subtype":"\#(subtype)","enum_options":[{"gid":"1","name":"Yes","enabled":false}]}"#
    let (tracker, _) = try Subject.asana([.json(200, #"{"data":[\#(field)]}"#)])
    let fields = try await tracker.listCatalogueFields(inWorkspace: "9")
    #expect(fields == [TrackerField(id: "7", name: "F", kind: kind, options: [.init(id: "1", name: "Yes", isEnabled: false)])])
  }

  @Test func `GitHub tells whose a token is, its scopes and its end`() async throws {
    let (host, _) = try Subject.gitHub([
      .json(
        200, #"{"login":"anna","type":"User"}"#,
        headers: ["x-oauth-scopes": "repo, workflow", "github-authentication-token-expiration": "2027-01-01 00:00:00 UTC"]),
      .json(200, #"{"login":"robot[bot]","type":"Bot"}"#, headers: ["x-oauth-scopes": ""]), .json(200, #"{"login":"fine"}"#),
    ])
    let accounts = [try await host.loadAccount(), try await host.loadAccount(), try await host.loadAccount()]
    #expect(
      accounts == [
        CodeHostAccount(login: "anna", isBot: false, scopes: ["repo", "workflow"], expires: "2027-01-01 00:00:00 UTC"),
        CodeHostAccount(login: "robot[bot]", isBot: true, scopes: [], expires: nil),
        CodeHostAccount(login: "fine", isBot: false, scopes: nil, expires: nil),
      ])
  }

  @Test func `repositories are listed with what their owner may do`() async throws {
    let body = """
      [{"full_name":"acme/api","private":true,"archived":false,"has_issues":true,"permissions":{"admin":true,"push":true}},
       {"full_name":"acme/web","private":false,"archived":true,"has_issues":false,"permissions":{"admin":false,"push":true}},
       {"full_name":"acme/docs","permissions":{"admin":false,"push":false}}]
      """
    let (host, transport) = try Subject.gitHub([
      .json(200, body, headers: ["link": "<https://api.github.com/user/repos?per_page=100&page=2>; rel=\"next\""]), .json(200, "[]"),
    ])
    let listing = try await host.listRepositories()
    #expect(listing.isComplete)
    #expect(listing.items.map(\.permission) == [.admin, .write, .read])
    #expect(listing.items.map(\.isPrivate) == [true, false, false])
    #expect(listing.items.map(\.isArchived) == [false, true, false])
    #expect(listing.items.map(\.hasIssues) == [true, false, true])
    #expect(transport.calls == ["GET /user/repos?sort=full_name&per_page=100", "GET /user/repos?per_page=100&page=2"])
  }

  @Test(arguments: [(200, true), (403, false), (404, false), (410, false)])
  func `a part that may not be read is told by the answer`(status: Int, canRead: Bool) async throws {
    let (host, transport) = try Subject.gitHub([.json(status, "[]")])
    let name = try GitHubHostTests.name()
    #expect(try await host.canRead(.actions, of: name) == canRead)
    #expect(transport.calls == ["GET /repos/\(name)/actions/runs?per_page=1"])
  }

  @Test func `an outage is not taken for a missing right`() async throws {
    let (host, _) = try Subject.gitHub([.json(502, "")])
    let name = try GitHubHostTests.name()
    await #expect(throws: PortError.self) { try await host.canRead(.issues, of: name) }
  }
}
