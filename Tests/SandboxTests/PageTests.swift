import HTTP
import Messages
import Sandbox
import Templates
import Testing
import Web

@Suite struct PageTests {
  private func bench() throws -> Bench {
    let words = try Catalogues(folder: "Templates/messages").words(.english)
    let store = try TemplateStore(
      folder: TemplateFolder(path: "Templates"), unescaped: Web.unescaped, reload: .never, messages: { words.has($0) ? words($0) : nil })
    return Bench(page: try SandboxPage(store: store) { "/assets/\($0)" })
  }

  private func page(_ bench: Bench) async -> String {
    String(decoding: await bench.send(.get, "/sandbox").bytes, as: UTF8.self)
  }

  private func post(_ bench: Bench, _ path: String, _ form: String) async -> Answer {
    await bench.send(.post, path, form: form)
  }

  @Test func `an empty sandbox has a page`() async throws {
    let html = await page(try bench())
    #expect(html.contains("<title>Sandbox"))
    #expect(html.contains("/assets/css/tokens.css"))
    #expect(html.contains("No task yet"))
  }

  @Test func `the whole job can be done with forms`() async throws {
    let bench = try bench()
    let made = await post(bench, "/sandbox/tasks", "name=Add+%3Cexport%3E&notes=")
    #expect(made.status == 303)
    #expect(made["location"] == "/sandbox")
    let gid = try #require(await bench.state()["asana"]?["tasks"]?[0]?["gid"]?.string)
    #expect(await page(bench).contains("Add &lt;export&gt;"))
    let saved = await post(
      bench, "/sandbox/tasks/\(gid)", "auto=1200000000000021&repository=1200000000000031&status=&completed=true")
    #expect(saved.status == 303)
    let task = try #require(await bench.state()["asana"]?["tasks"]?[0])
    #expect(task["auto"] == "Yes")
    #expect(task["repository"] == "Api")
    #expect(task["status"] == .null)
    #expect(task["completed"] == true)
    _ = await post(bench, "/sandbox/tasks/\(gid)", "auto=&repository=&status=")
    #expect(await bench.state()["asana"]?["tasks"]?[0]?["completed"] == false)
    _ = await bench.control("/issues", ["title": "Add export"])
    #expect(await post(bench, "/sandbox/pulls", "repository=acme%2Fapi&title=PR&body=Fixes+%231").status == 303)
    #expect(await post(bench, "/sandbox/comments", "repository=acme%2Fapi&number=1&text=hello").status == 303)
    #expect(await post(bench, "/sandbox/pulls/merge", "repository=acme%2Fapi&number=2&method=squash").status == 303)
    await bench.pass(.seconds(10))
    #expect(await post(bench, "/sandbox/faults", "kind=error&target=github+POST+%2Frepos%2F%2A%2Fissues&count=3").status == 303)
    let html = await page(bench)
    for text in ["merged", "hello", "success", "3 left", "github POST /repos/*/issues"] { #expect(html.contains(text), "\(text)") }
    #expect(await post(bench, "/sandbox/faults/clear", "").status == 303)
    #expect(await page(bench).contains("3 left") == false)
  }

  @Test func `what does not work is said on the page`() async throws {
    let bench = try bench()
    let answer = await post(bench, "/sandbox/pulls/merge", "repository=acme%2Fapi&number=7&method=merge")
    #expect(answer.status == 409)
    #expect(String(decoding: answer.bytes, as: UTF8.self).contains("pull request 7 is not open"))
  }

  @Test(arguments: [
    ("/sandbox/github/acme/api/pull/2", "/sandbox#pulls-title"), ("/sandbox/github/acme/api/issues/1", "/sandbox#issues-title"),
    ("/sandbox/github/acme/api/actions/runs/7", "/sandbox#runs-title"), ("/sandbox/asana/0/1/2", "/sandbox#tasks-title"),
  ])
  func `links of the stand-ins lead to the page`(path: String, location: String) async throws {
    let answer = try await bench().send(.get, path)
    #expect(answer.status == 303)
    #expect(answer["location"] == location)
  }
}
