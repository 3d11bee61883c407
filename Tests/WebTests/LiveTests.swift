import Domain
import HTTP
import Postgres
import Synchronization
import TestKit
import Testing

@testable import Web

@Suite(.database, .serialized, .timeLimit(.minutes(15))) struct LiveTests {
  /// Collects what a stream writes.
  private final class Reader: BodyWriter {
    private let text = Mutex("")
    private let changes: AsyncStream<String>
    private let more: AsyncStream<String>.Continuation

    init() { (changes, more) = AsyncStream.makeStream() }

    func write(_ bytes: [UInt8]) async throws {
      let all = text.withLock { text in
        text += String(decoding: bytes, as: UTF8.self)
        return text
      }
      more.yield(all)
    }

    /// Everything written, as soon as it contains `part`.
    func text(with part: String) async -> String {
      for await all in changes where all.contains(part) { return all }
      return ""
    }
  }

  private func stream(_ answer: Answer) throws -> @Sendable (any BodyWriter) async throws -> Void {
    guard case .stream(let produce) = answer.response.body else { throw PageError.notFound }
    return produce
  }

  private func opened(_ topics: String) async throws -> (WebFixture, ProjectID, Answer) {
    let web = try WebFixture()
    let person = try await web.person("live", isAdmin: true)
    let exists = try await web.number("SELECT count(*) FROM projects") > 0
    let project =
      exists ? ProjectID(rawValue: try await web.number("SELECT id FROM projects WHERE slug = 'live'")) : try await web.project("live")
    return (web, project, await web.get("/p/live/live?" + topics, as: person))
  }

  @Test func `a stream names the topics that changed, of its own project only`() async throws {
    let (web, project, answer) = try await opened("topics=task:7,tasks")
    #expect(answer.response.headers["content-type"] == "text/event-stream; charset=utf-8")
    let reader = Reader()
    let produce = try stream(answer)
    async let finished: Void = produce(reader)
    #expect(await reader.text(with: "retry: 3000\n\n") == "retry: 3000\n\n")
    web.hub.publish("\(project.rawValue + 1):7:4")
    web.hub.publish("\(project):7:5")
    let text = await reader.text(with: "data: tasks 5\n\n")
    #expect(text.contains("data: task:7 5\n\n"))
    #expect(!text.contains(" 4\n"))
    web.hub.beat()
    _ = await reader.text(with: ": beat\n\n")
    web.hub.close()
    try await finished
    #expect(!web.hub.hasRoom)
  }

  @Test func `what changed between the page and its stream is told at once`() async throws {
    let (web, project, answer) = try await opened("topics=tasks&at=\(1_795_000_000_000_000)")
    web.hub.publish("\(project):7:5")
    let reader = Reader()
    let produce = try stream(answer)
    async let finished: Void = produce(reader)
    #expect(await reader.text(with: "data: tasks\n\n").hasPrefix("retry: 3000\n\n"))
    web.hub.close()
    try await finished
  }

  @Test func `a lost notification makes every page look again`() async throws {
    let (web, _, answer) = try await opened("topics=task:8")
    let reader = Reader()
    let produce = try stream(answer)
    async let finished: Void = produce(reader)
    _ = await reader.text(with: "retry")
    web.hub.publish("")
    #expect(await reader.text(with: "data: task:8\n\n").hasSuffix("data: task:8\n\n"))
    web.hub.close()
    try await finished
  }

  @Test func `a stream ends when its task is cancelled, and makes room`() async throws {
    let (web, _, answer) = try await opened("topics=tasks")
    let reader = Reader()
    let produce = try stream(answer)
    let task = Task { try await produce(reader) }
    _ = await reader.text(with: "retry")
    #expect(web.hub.count == 1)
    task.cancel()
    try await task.value
    #expect(web.hub.count == 0)
  }

  @Test func `the streams of somebody who may see less end, those of others go on`() async throws {
    let (web, project, answer) = try await opened("topics=tasks")
    let member = try await web.person("live-member")
    try await TestDatabase.current.runAsOwner(
      "INSERT INTO project_memberships VALUES (\(project), \(member.id), 'viewer') ON CONFLICT DO NOTHING")
    let theirs = await web.get("/p/live/live?topics=tasks", as: member)
    let (mine, reader) = (Reader(), Reader())
    let (produceMine, produceTheirs) = (try stream(answer), try stream(theirs))
    async let goesOn: Void = produceMine(mine)
    async let ends: Void = produceTheirs(reader)
    _ = await (mine.text(with: "retry"), reader.text(with: "retry"))
    let told = AsyncStream.makeStream(of: String.self)
    TestDatabase.current.database.listen("tasks") { payload in
      web.hub.publish(payload)
      told.continuation.yield(payload)
    }
    for await payload in told.stream where payload.isEmpty { break }
    let root = try await web.person("live", isAdmin: true)
    #expect(await web.post("/p/live/members/\(member.id)/remove", as: root).status == 303)
    for await payload in told.stream where payload == "access:\(member.id)" { break }
    try await ends
    #expect(web.hub.count == 1)
    #expect(await web.get("/p/live/live?topics=tasks", as: member).status == 404)
    web.hub.close()
    try await goesOn
  }

  @Test func `a slow reader is told each topic once, with the newest revision`() {
    let subscription = LiveSubscription(
      user: UserID(rawValue: 1), project: ProjectID(rawValue: 1), topics: [.tasks, .task(TaskID(rawValue: 7))])
    for revision in 1...1000 {
      subscription.add(.tasks, revision: Int64(revision))
      subscription.add(.task(TaskID(rawValue: 8)), revision: Int64(revision))
    }
    #expect(String(decoding: subscription.take().bytes, as: UTF8.self) == "data: tasks 1000\n\n")
    #expect(String(decoding: subscription.take().bytes, as: UTF8.self) == ": beat\n\n")
  }

  @Test(arguments: [
    "", "topics=", "topics=nonsense", "topics=task:x", "topics=task:1,task:2,task:3,task:4,task:5,task:6,task:7,task:8,tasks",
  ])
  func `unknown topics are refused`(query: String) async throws {
    #expect(try await opened(query).2.status == 400)
  }

  @Test func `the pages listen to what they show`() async throws {
    let (web, project, _) = try await opened("topics=tasks")
    let person = try await web.person("live", isAdmin: true)
    let task = try await web.task(project, "live-1")
    let now = 1_795_000_000_000_000
    #expect(await web.get("/p/live", as: person).page.all("body").first?["data-live"] == "/p/live/live?topics=tasks&amp;at=\(now)")
    let page = await web.get("/p/live/t/\(task)", as: person).page
    #expect(page.all("body").first?["data-live"] == "/p/live/live?topics=task:\(task)&amp;at=\(now)")
    #expect(page.all("live-region").compactMap { $0["topic"] } == ["task:\(task)", "task:\(task)"])
  }
}
