import Domain
import HTTP
import Pipeline
import TestKit
import Testing

@testable import Web

/// The panel "Launch OpenCode" of a task: instructions and commands, and nothing that runs.
@Suite(.database, .serialized) struct OpenCodeTests {
  private func page(_ slug: String, events: [TaskEvent], role: ProjectRole = .editor) async throws -> Answer {
    let web = try WebFixture()
    let person = try await web.person("opencode-\(slug)")
    let project = try await web.project(slug)
    try await web.join(person, project, as: role)
    let task = try await web.task(project, slug, title: "\"; rm -rf / #", repository: try await web.repository(project))
    for event in events { try await web.apply([event], task, project, delivery: nil) }
    return await web.get("/p/\(slug)/t/\(task)", as: person)
  }

  private static func commands(_ answer: Answer) -> [String] { answer.page.all("button").compactMap { $0["data-copy"] } }

  private static func issue(_ url: String = "https://github.com/acme/api/issues/128") -> TaskEvent {
    .issueCreated(IssueReference(number: 128, url: url))
  }

  @Test func `without an issue it says what is missing`() async throws {
    let answer = try await page("oc-none", events: [])
    #expect(answer.page.contains("Launch OpenCode"))
    #expect(answer.page.contains("There is no issue yet"))
    #expect(!Self.commands(answer).contains { $0.contains("opencode") })
  }

  @Test func `with an issue it gives the commands to clone, branch off and start, without a word of the task's own text`() async throws {
    let answer = try await page("oc-issue", events: [Self.issue()])
    let commands = Self.commands(answer)
    for command in [
      "git clone https://github.com/acme/api.git &amp;&amp; cd api", "git fetch origin", "git switch -c issue-128 origin/HEAD",
      "opencode run &quot;Implement https://github.com/acme/api/issues/128 and open a pull request whose text has the line: Fixes #128&quot;",
    ] { #expect(commands.contains(command), "\(command)") }
    #expect(!commands.contains { $0.contains("rm -rf") })
    #expect(answer.page.contains("Write “Fixes #128”"))
    #expect(answer.page.faults == [])
  }

  @Test(arguments: [
    ("https://git.example.com/acme/api/issues/128", "https://git.example.com/acme/api.git"),
    ("https://evil.example/$(id)/acme/api/issues/128", "https://github.com/acme/api.git"),
    ("https://evil.example/acme/api/issues/1", "https://github.com/acme/api.git"),
    ("javascript:x/acme/api/issues/128", "https://github.com/acme/api.git"),
  ]) func `an address from outside that is not plain does not get into a command`(url: String, clone: String) async throws {
    let answer = try await page("oc-\(url.hashValue.magnitude)", events: [Self.issue(url)])
    #expect(Self.commands(answer).contains("git clone \(clone) &amp;&amp; cd api"))
    #expect(!Self.commands(answer).contains { $0.contains("$(") })
  }

  @Test func `viewers, who act on nothing, do not see it`() async throws {
    #expect(try await !page("oc-viewer", events: [Self.issue()], role: .viewer).page.contains("Launch OpenCode"))
  }
}
