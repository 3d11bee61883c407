internal import Domain
internal import Messages
internal import Storage
internal import Templates

/// Commands for doing a task by hand with OpenCode: model of `fragments/opencode.mustache`. Nothing is started by the server.
struct OpenCodeModel: TemplateModel, Equatable {
  let steps: [Step]
  /// What links a pull request to the task.
  let after: String

  static var fields: Fields<Self> {
    [.list("steps", \.steps), .text("after", \.after)]
  }

  /// A command and what it is for.
  struct Step: TemplateModel, Equatable {
    /// From 1.
    var number = 0
    let title: String
    let command: String

    static var fields: Fields<Self> { [.number("number", \.number), .text("title", \.title), .text("command", \.command)] }
  }

  /// - Returns: nil while there is no issue.
  init?(_ header: TaskPages.Header, in words: Words) {
    guard let issue = header.issue, let repository = header.repository.flatMap({ RepositoryName($0) }) else { return nil }
    let base = Self.base(of: issue.url, repository, number: issue.number)
    let page = "\(base)/\(repository)/issues/\(issue.number)"
    let fixes = "Fixes #\(issue.number)"
    after = words("opencode.after", ["fixes": fixes])
    let steps = [
      Step(title: words("opencode.clone"), command: "git clone \(base)/\(repository).git && cd \(repository.name)"),
      Step(title: words("opencode.fetch"), command: "git fetch origin"), Self.branch(header, issue.number, words),
      Step(
        title: words("opencode.run"),
        command: "opencode run \"Implement \(page) and open a pull request whose text has the line: \(fixes)\""),
    ]
    self.steps = steps.enumerated().map { Step(number: $0 + 1, title: $1.title, command: $1.command) }
  }

  /// The pull request that is under way, else a new branch.
  private static func branch(_ header: TaskPages.Header, _ issue: Int64, _ words: Words) -> Step {
    if let number = header.pullRequest?.number, header.mergedPullRequest == nil {
      return Step(
        title: words("opencode.pull_request", ["number": "\(number)"]),
        command: "git fetch origin pull/\(number)/head:pr-\(number) && git switch pr-\(number)")
    }
    return Step(title: words("opencode.branch"), command: "git switch -c issue-\(issue) origin/HEAD")
  }

  /// Where the code host's pages begin. The address came from outside and goes into a shell: only plain ones are taken.
  private static func base(of url: String, _ repository: RepositoryName, number: Int64) -> String {
    let tail = "/\(repository)/issues/\(number)"
    let isPlain = url.utf8.allSatisfy { byte in
      (0x2D...0x3A).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
    }
    guard isPlain, OutsideURL.isSafe(url), url.hasSuffix(tail) else { return "https://github.com" }
    return String(url.dropLast(tail.count))
  }
}
