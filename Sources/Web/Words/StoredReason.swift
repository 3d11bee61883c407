internal import Messages

/// Reasons as the pipeline stores them, in English: those it words itself are said in the reader's language, and what an outside system said
/// is quoted.
enum StoredReason {
  static func text(_ stored: String, in words: Words) -> String {
    for pattern in patterns {
      if let value = pattern.value(in: stored) { return words(pattern.key, ["value": value]) }
    }
    return words("reason.quoted", ["value": stored])
  }

  /// What stands in a reason around a value that varies.
  private struct Pattern: Sendable {
    let head: String
    let tail: String?
    let key: String

    /// The value; empty where nothing varies.
    func value(in text: String) -> String? {
      guard let tail else { return text == head ? "" : nil }
      guard text.count > head.count + tail.count, text.hasPrefix(head), text.hasSuffix(tail) else { return nil }
      return String(text.dropFirst(head.count).dropLast(tail.count))
    }
  }

  private static let patterns: [Pattern] = [
    Pattern(head: "seen in the tracker", tail: nil, key: "reason.seen"),
    Pattern(head: "AutoTask is on and the repository is known", tail: nil, key: "reason.started"),
    Pattern(head: "issue #", tail: " was created", key: "reason.issue_created"),
    Pattern(head: "the agent was started", tail: nil, key: "reason.agent_started"),
    Pattern(head: "pull request #", tail: " is open for the issue", key: "reason.pr_open"),
    Pattern(head: "pull request #", tail: " was merged", key: "reason.pr_merged"),
    Pattern(head: "the pull request was closed without a merge", tail: nil, key: "reason.pr_closed"),
    Pattern(head: "CI passed on the merge commit", tail: nil, key: "reason.ci_passed"),
    Pattern(head: "CI failed on the merge commit", tail: nil, key: "reason.ci_failed"),
    Pattern(head: "CI failed on the merge commit: ", tail: "", key: "reason.ci_failed_in"),
    Pattern(head: "a repository was chosen", tail: nil, key: "reason.repository_chosen"),
    Pattern(head: "retried", tail: nil, key: "reason.retried"),
    Pattern(head: "cancelled in the tracker", tail: nil, key: "reason.cancelled"),
    Pattern(head: "blocked in the tracker", tail: nil, key: "reason.blocked"),
    Pattern(head: "AutoTask is off", tail: nil, key: "reason.auto_off"),
    Pattern(head: "AutoTask is on", tail: nil, key: "reason.auto_on"),
    Pattern(head: "no repository could be resolved", tail: nil, key: "reason.no_repository"),
    Pattern(head: "the hold was lifted in the tracker", tail: nil, key: "reason.hold_lifted"),
    Pattern(head: "the repository is known", tail: nil, key: "reason.repository_known"),
    Pattern(head: "a second issue was reported and is not used", tail: nil, key: "reason.second_issue"),
    Pattern(head: "the task has no issue yet", tail: nil, key: "reason.no_issue"),
    Pattern(head: "the task has no repository; choose one on its page", tail: nil, key: "reason.choose_repository"),
  ]
}
