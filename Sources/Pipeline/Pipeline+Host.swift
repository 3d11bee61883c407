import Domain

extension Pipeline {
  /// Applies everything known of the repository: links first, then closings, the merge, and CI on its commit.
  static func takeFacts(_ facts: HostFacts, _ draft: inout Draft) {
    guard let issue = draft.state.issue, !draft.state.isSuspended else { return }
    for fact in facts.pullRequests {
      linkIfNamed(fact, issue: issue.number, &draft)
      followClosing(fact, &draft)
    }
    showOpenPullRequests(&draft)
    takeMerge(facts, &draft)
    takeVerdict(facts, &draft)
    while supersedeMerge(facts, &draft) { takeVerdict(facts, &draft) }
  }

  /// Once linked stays linked, whatever becomes of the text.
  private static func linkIfNamed(_ fact: PullRequestFact, issue: Int64, _ draft: inout Draft) {
    guard !draft.state.pullRequests.contains(fact.number) else { return }
    if isLinked(fact, issue: issue, draft.policy) {
      link(fact.number, url: fact.url, &draft)
    } else if needsRepair(fact, issue: issue, draft.policy) {
      if !draft.state.repairs.contains(fact.number) {
        draft.state.repairs.append(fact.number)
        draft.emit(.repairPullRequest(number: fact.number))
      }
      // A merged one decides now; its text may still be mended, but nothing waits for that.
      if fact.state == .merged { link(fact.number, url: fact.url, &draft) }
    }
  }

  private static func isLinked(_ fact: PullRequestFact, issue: Int64, _ policy: ProjectPolicy) -> Bool {
    fact.fixes.contains(issue) || (policy.linking == .keywords && fact.closes.contains(issue))
  }

  /// Decision 6.1: author, branch and text all have to say that it is the agent's work on this issue.
  private static func needsRepair(_ fact: PullRequestFact, issue: Int64, _ policy: ProjectPolicy) -> Bool {
    policy.linking == .repair && fact.state != .closed && fact.closes.contains(issue)
      && AgentBranch.issueNumber(fact.headBranch) == issue && policy.isAgent(fact.author)
  }

  /// The stage follows in `showOpenPullRequests`, once it is known whether the pull request is open.
  static func link(_ number: Int64, url: String, _ draft: inout Draft) {
    draft.state.pullRequests.append(number)
    draft.note(.githubPullRequestLinked, .number("number", number), .text("url", url))
    draft.emit(.commentPullRequestOnTracker(number: number, url: url))
  }

  private static func followClosing(_ fact: PullRequestFact, _ draft: inout Draft) {
    guard draft.state.pullRequests.contains(fact.number) else { return }
    let index = draft.state.closedPullRequests.firstIndex(of: fact.number)
    if fact.state == .closed, index == nil {
      draft.state.closedPullRequests.append(fact.number)
      draft.note(.githubPullRequestClosed, .number("number", fact.number), .text("url", fact.url))
    } else if fact.state != .closed, let index {
      draft.state.closedPullRequests.remove(at: index)
    }
  }

  /// PR_CREATED while a linked one is not closed, also after the trigger failed; otherwise back to ISSUE_CREATED (S3-097).
  static func showOpenPullRequests(_ draft: inout Draft) {
    let open = draft.state.pullRequests.first { !draft.state.closedPullRequests.contains($0) }
    switch draft.state.stage {
    case .issueCreated, .failed:
      guard let open, !draft.state.isFailedByCI else { return }
      draft.state.stage = .prCreated
      draft.state.failure = nil
      draft.showStatus(because: "pull request #\(open) is open for the issue")
    case .prCreated where open == nil:
      draft.state.stage = .issueCreated
      draft.showStatus(because: "the pull request was closed without a merge")
      // A person's pull request was there before the agent was started, and came to nothing.
      if draft.state.wants(.postTrigger) { draft.emit(.postTrigger) }
    default: break
    }
  }

  /// Address of a pull request that is known by its number only: the issue's, with the last two parts replaced.
  static func pullRequestURL(_ number: Int64, _ state: TaskState) -> String {
    guard let issue = state.issue else { return "" }
    let tail = "/issues/\(issue.number)"
    return issue.url.hasSuffix(tail) ? "\(issue.url.dropLast(tail.count))/pull/\(number)" : ""
  }
}

extension ProjectPolicy {
  /// Whether a login is one of the coding agents'.
  func isAgent(_ login: String) -> Bool {
    agentLogins.contains { Self.plain($0) == Self.plain(login) }
  }

  private static func plain(_ login: String) -> String {
    let login = login.lowercased()
    return login.hasSuffix("[bot]") ? String(login.dropLast(5)) : login
  }
}
