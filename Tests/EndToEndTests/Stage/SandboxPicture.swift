import Sandbox

/// What the sandbox knew at one moment.
struct SandboxPicture: Sendable {
  static let repository = "acme/api"

  let value: JSONValue

  func task(_ gid: String) -> JSONValue? { value["asana"]?["tasks"]?.array?.first { $0["gid"]?.string == gid } }

  var asanaWebhooks: [JSONValue] { value["asana"]?["webhooks"]?.array ?? [] }

  /// Texts of people's and programs' comments on a task, not Asana's own lines.
  func comments(ofTask gid: String) -> [String] {
    (task(gid)?["stories"]?.array ?? []).filter { $0["subtype"]?.string == "comment_added" }.compactMap { $0["text"]?.string }
  }

  func repository(_ name: String = repository) -> JSONValue? {
    value["github"]?["repositories"]?.array?.first { $0["name"]?.string == name }
  }

  func issues(_ name: String = repository) -> [JSONValue] { repository(name)?["issues"]?.array ?? [] }

  func issue(_ number: Int64, _ name: String = repository) -> JSONValue? { issues(name).first { $0["number"]?.integer == number } }

  func comments(ofIssue number: Int64, _ name: String = repository) -> [String] {
    (issue(number, name)?["comments"]?.array ?? []).compactMap { $0["body"]?.string }
  }

  func pull(_ number: Int64, _ name: String = repository) -> JSONValue? { pulls(name).first { $0["number"]?.integer == number } }

  func pulls(_ name: String = repository) -> [JSONValue] { repository(name)?["pull_requests"]?.array ?? [] }

  /// Runs a push started.
  func pushRuns(_ name: String = repository) -> [JSONValue] {
    (repository(name)?["runs"]?.array ?? []).filter { $0["event"]?.string == "push" }
  }

  func deliveries(_ vendor: String, _ event: String? = nil) -> [JSONValue] {
    (value["deliveries"]?.array ?? []).filter { $0["vendor"]?.string == vendor && (event == nil || $0["event"]?.string == event) }
  }
}
