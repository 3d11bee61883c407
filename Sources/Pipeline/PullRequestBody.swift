/// Text of a pull request that this program mends (decision 6.1).
package enum PullRequestBody {
  /// The text with one line `Fixes #N` before it, where no open code block can swallow it; unchanged if the strict rule sees the issue already.
  package static func addingFixesLine(_ body: String, issue: Int64) -> String {
    if IssueKeywords.names(issue, in: body) { return body }
    let line = "Fixes #\(issue)"
    return body.isEmpty ? line : "\(line)\n\n\(body)"
  }
}
