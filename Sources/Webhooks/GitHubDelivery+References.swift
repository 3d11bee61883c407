internal import Domain
internal import GitHub
internal import Pipeline

extension GitHubDelivery {
  /// The same delivery with a pull request's text reduced to the issues it names: what is stored holds no words of people.
  var keepingReferences: GitHubDelivery {
    guard case .pullRequest(let action, let repository, let pullRequest) = self else { return self }
    let named = IssueKeywords.parse(body: pullRequest.body, repository: repository)
    let others = named.closes.filter { !named.fixes.contains($0) }
    let lines = named.fixes.map { "Fixes #\($0)" } + others.map { "Closes #\($0)" }
    return .pullRequest(action: action, repository: repository, pullRequest.withBody(lines.joined(separator: "\n")))
  }
}
