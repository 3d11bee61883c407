import Actions
import Crypto
import Postgres
import Storage
import TestKit
import Testing

@Suite(.database, .timeLimit(.minutes(15)))
struct ProjectFileTests {
  private func apply(_ json: String) async throws -> ProjectStore.Identity {
    let database = TestDatabase.current.database
    let apply = ApplyProject(
      projects: ProjectStore(database: database), vault: SecretVault(database: database, master: Self.master),
      readVariable: { $0 == "EMPTY" ? "\n" : $0 == "GOOD" ? "secret\nsecond line" : nil }, readFile: { $0 == "/good" ? "filed" : nil })
    return try await apply(Array(json.utf8), requestID: "test")
  }

  private static let master = MasterKey(SymmetricKey.random())

  @Test(
    "A file that cannot be applied is refused in words that say where and what belongs there",
    arguments: [
      ("{", "the file is not valid JSON"),
      ("[]", "'' should be of type Dictionary<String, Any>"),
      ("{}", "'slug' is missing"),
      (#"{"slug":7}"#, "'slug' should be of type String"),
      (#"{"slug":null}"#, "'slug' is null"),
      (#"{"slug":"Demo"}"#, "'slug' should be 1 to 63 of a-z, 0-9 and '-', not at the ends"),
      (#"{"slug":"-a"}"#, "'slug' should be 1 to 63 of a-z, 0-9 and '-', not at the ends"),
      (#"{"slug":"a","nmae":"x"}"#, "unknown key 'nmae'"),
      (#"{"slug":"a","name":""}"#, "'name' should have 1 to 200 characters"),
      (#"{"slug":"new"}"#, "'slug' should be another one: new is reserved"),
      (#"{"slug":"a","name":"x\u0000y"}"#, "the file holds U+0000, which cannot be stored"),
      (#"{"slug":"a","asana":{"fields":{"Auto":"1"}}}"#, "unknown key 'asana.fields.Auto'"),
      (#"{"slug":"a","asana":{"fields":{"auto":"x1"}}}"#, "'asana.fields.auto' should be an Asana gid, digits only"),
      (#"{"slug":"a","asana":{"projects":["12",""]}}"#, "'asana.projects' should be an Asana gid, digits only"),
      (#"{"slug":"a","asana":{"projects":["12",7]}}"#, "'asana.projects.[1]' should be of type String"),
      (
        #"{"slug":"a","asana":{"status_map":{"Stopped":"HALT"}}}"#, "'asana.status_map' knows ACTIVE, BLOCKED and CANCELLED, not 'HALT'"
      ),
      (#"{"slug":"a","asana":{"repository_map":{"API":"api"}}}"#, "'api' in 'asana.repository_map' is not owner/name"),
      (
        #"{"slug":"a","asana":{"repository_map":{"API":"x/api"}},"github":{"repositories":[{"name":"x/web"}]}}"#,
        "'x/api' in 'asana.repository_map' is not a repository of the project"
      ),
      (#"{"slug":"a","asana":{"repository_map":{"API":"x/api"}}}"#, "'x/api' in 'asana.repository_map' is not a repository of the project"),
      (#"{"slug":"a","github":{"linking":"maybe"}}"#, "'github.linking' should be one of strict, repair, keywords"),
      (#"{"slug":"a","github":{"repositories":[{"name":"web"}]}}"#, "'web' is not a repository as owner/name"),
      (#"{"slug":"a","github":{"repositories":[{"name":"x/web"},{"name":"X/Web"}]}}"#, "'X/Web' is listed twice"),
      (#"{"slug":"a","github":{"repositories":[{}]}}"#, "'github.repositories.[0].name' is missing"),
      (
        #"{"slug":"a","github":{"repositories":[{"name":"x/a","default":true},{"name":"x/b","default":true}]}}"#,
        "more than one repository is the default"
      ),
      (#"{"slug":"a","asana":{"token":"abc"}}"#, #"'asana.token' must not hold the secret itself; write {"env": NAME} or {"file": PATH}"#),
      (#"{"slug":"a","asana":{"token":{}}}"#, #"'asana.token' needs one of {"env": NAME} and {"file": PATH}"#),
      (#"{"slug":"a","asana":{"token":{"env":"A","file":"b"}}}"#, #"'asana.token' needs one of {"env": NAME} and {"file": PATH}"#),
      (#"{"slug":"a","asana":{"token":{"env":"NONE"}}}"#, "the variable NONE is missing or empty"),
      (#"{"slug":"a","asana":{"token":{"env":"EMPTY"}}}"#, "the variable EMPTY is missing or empty"),
      (#"{"slug":"a","asana":{"token":{"file":"/none"}}}"#, "the file /none is missing or empty"),
      (
        #"{"slug":"a","links":[{"kind":"docs","url":"javascript:alert(1)","title":"x"}]}"#,
        "'javascript:alert(1)' in 'links' should begin with https:// or http://"
      ),
      (#"{"slug":"a","contacts":[{"role":"x"}]}"#, "'contacts.[0].name' is missing"),
    ])
  func refused(json: String, message: String) async throws {
    let error = await #expect(throws: ProjectFileError.self) { try await apply(json) }
    #expect(error?.description == message)
    let project = try await ProjectStore(database: TestDatabase.current.database).find(slug: "a")
    #expect(project == nil, "nothing is written")
  }

  @Test("Lists beyond what a page can show are refused")
  func long() async throws {
    let contacts = Array(repeating: #"{"role":"r","name":"n"}"#, count: 201).joined(separator: ",")
    let error = await #expect(throws: ProjectFileError.self) { try await apply(#"{"slug":"long","contacts":[\#(contacts)]}"#) }
    #expect(error?.description == "'contacts' has more than 200 entries")
  }

  @Test("A secret is the first line of a variable or file, and is kept sealed")
  func secrets() async throws {
    let json = #"{"slug":"s","asana":{"token":{"env":"GOOD"}},"github":{"token":{"file":"/good"}}}"#
    let project = try await apply(json).id
    let vault = SecretVault(database: TestDatabase.current.database, master: Self.master)
    #expect(try await vault.find(.asanaToken, project: project) == SecretBytes("secret"))
    #expect(try await vault.find(.githubToken, project: project) == SecretBytes("filed"))
  }
}
