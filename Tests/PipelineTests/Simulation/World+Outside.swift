import Domain
import Pipeline

extension World {
  /// Somebody changes the task in the tracker.
  mutating func changeTracker() {
    switch pick(7) {
    case 0: tracker.isAuto.toggle()
    case 1: tracker.hasRepository.toggle()
    case 2: tracker.hold = [.none, .none, .blocked, .cancelled][pick(4)]
    case 3: tracker.note = 1 - tracker.note
    case 4 where chance(3): tracker.completeByPerson()
    case 5: tracker.hold = .none
    default: tracker.isAuto = true
    }
    tracker.touch()
    sendTracker()
  }

  /// Agent and people open, edit, close and merge pull requests once there is an issue.
  mutating func workOnPullRequest() {
    guard host.hasIssue else { return }
    if host.pullRequests.count < 2, host.pullRequests.isEmpty || chance(4) {
      let isAgents = host.triggers > 0 && !chance(3)
      return sendPullRequest(host.openPullRequest(isAgents: isAgents, fixes: !isAgents || chance(4)))
    }
    let index = pick(host.pullRequests.count)
    change(index)
    host.pullRequests[index].version = host.tick()
    sendPullRequest(index)
  }

  private mutating func change(_ index: Int) {
    switch (host.pullRequests[index].state, pick(5)) {
    case (.open, 0...2), (.closed, 0):
      host.pullRequests[index].state = .merged
      if chance(2) { send(.issue(isClosed: true)) }
    case (.open, 3): host.pullRequests[index].state = .closed
    case (.closed, 1...2): host.pullRequests[index].state = .open
    default:
      host.pullRequests[index].fixes.toggle()
      if host.pullRequests[index].fixes { host.pullRequests[index].wasNamed = true }
    }
  }

  /// CI starts, ends and is repeated on merge commits; the agent's own run looks like it and must not count (F8).
  mutating func runCI() {
    guard let merged = host.pullRequests.last(where: { $0.state == .merged }) else { return }
    let results: [WorkflowRun.Conclusion?] = [.success, .success, .success, .failure, nil, .cancelled, .skipped, .timedOut]
    let conclusion = results[pick(results.count)]
    let event = chance(5) ? "issue_comment" : "push"
    send(.run(host.run(workflow: Int64(1 + pick(2)), commit: merged.commit, conclusion: conclusion, event: event)))
  }

  /// Somebody presses a button.
  mutating func act() throws(Violation) {
    guard state.revision > 0 else { return }
    switch pick(8) {
    case 0: try apply(.noteAdded("note"))
    case 1: try apply(.resyncRequested)
    case 2 where state.issue != nil && !host.pullRequests.isEmpty:
      let index = pick(host.pullRequests.count)
      host.pullRequests[index].wasNamed = true
      try apply(.pullRequestForced(host.pullRequests[index].number))
    case 3: try apply(.repositoryChosen(Fixture.repository))
    default: try apply(.retryRequested)
    }
  }
}
