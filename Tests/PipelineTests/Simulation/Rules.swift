import Domain
import Pipeline

/// A rule that did not hold.
struct Violation: Error {
  let text: String
}

func hold(_ condition: Bool, _ text: @autoclosure () -> String) throws(Violation) {
  if !condition { throw Violation(text: text()) }
}

/// What has to hold after every single decision, whatever happened before.
struct DecisionRules {
  private(set) var deployments = 0
  private var shown: String?

  mutating func check(_ before: TaskState, _ event: TaskEvent, _ decision: Decision) throws(Violation) {
    let after = decision.state
    try checkRevision(before, decision)
    if after.revision == before.revision { return }
    if case .trackerSeen(let sighting) = event, let known = before.trackerModifiedAt {
      try hold(sighting.modifiedAt >= known, "a stale sighting was taken in")
    }
    try checkStory(decision)
    try checkEffects(before, event, decision)
    try checkSuspension(before, event, after)
    if let number = after.mergedPullRequest, number != before.mergedPullRequest {
      let wanted = after.mergeCommit.map { Effect.readRuns(commit: $0) } ?? .findMergeCommit(pullRequest: number)
      try hold(decision.effects.contains(wanted), "nobody asks about the merge")
    }
    if after.stage == .deployed, before.stage != .deployed {
      deployments += 1
      try checkDeployment(event, after)
    }
    try hold(Set(after.pullRequests).count == after.pullRequests.count, "a pull request is linked twice")
    try hold(before.pullRequests.allSatisfy(after.pullRequests.contains), "a link was lost")
    try hold(before.issue == nil || before.issue == after.issue, "the issue changed")
    try hold(before.triggerComment == nil || before.triggerComment == after.triggerComment, "the trigger changed")
  }

  private func checkRevision(_ before: TaskState, _ decision: Decision) throws(Violation) {
    let isQuiet = decision.effects.isEmpty && decision.entries.isEmpty
    if decision.state.revision == before.revision {
      try hold(isQuiet && decision.state == before && decision.spec == nil, "something changed without a revision")
    } else {
      try hold(decision.state.revision == before.revision + 1, "the revision jumped")
      var same = decision.state
      same.revision = before.revision
      try hold(!isQuiet || same != before, "a revision without a change")
    }
  }

  /// Each step starts where the last one ended, and none stands still (D9).
  private mutating func checkStory(_ decision: Decision) throws(Violation) {
    for entry in decision.entries where entry.type == .taskStatusChanged {
      let to = entry.text("to")
      try hold(entry.text("from") == shown, "the story jumps from \(shown ?? "null")")
      try hold(to != shown && to != nil, "the story stands still")
      shown = to
    }
    try hold(shown == decision.state.status.rawValue, "the story ends at \(shown ?? "null"), not \(decision.state.status)")
  }

  private func checkEffects(_ before: TaskState, _ event: TaskEvent, _ decision: Decision) throws(Violation) {
    for effect in decision.effects {
      switch effect {
      case .createIssue:
        try hold(decision.state.wantsIssue, "an issue is asked for without reason")
        let isUnderWay = before.stage == .taskspecCreated && before.wantsIssue
        try hold(!isUnderWay || event == .retryRequested, "an issue is asked for twice")
      case .postTrigger:
        try hold(decision.state.isRunning && decision.state.triggerComment == nil, "a trigger is asked for without reason")
        let isUnderWay = before.isRunning && before.stage == .issueCreated
        try hold(!isUnderWay || event == .retryRequested, "a trigger is asked for twice")
      case .repairPullRequest(let number):
        try hold(!before.repairs.contains(number) || before.isSuspended || event == .retryRequested, "a repair is asked for twice")
      case .reopenTracker: try hold(decision.state.isCompletedByUs, "somebody else's completion is taken back")
      case .completeTracker: try hold(decision.state.stage == .deployed, "completed without a deployment")
      default: break
      }
    }
  }

  /// S3-065, S3-108.
  private func checkSuspension(_ before: TaskState, _ event: TaskEvent, _ after: TaskState) throws(Violation) {
    guard before.isSuspended, case .hostSeen = event else { return }
    try hold(false, "the code host changed a suspended task")
  }

  private func checkDeployment(_ event: TaskEvent, _ state: TaskState) throws(Violation) {
    guard case .hostSeen(let facts) = event, let number = state.mergedPullRequest, let commit = state.mergeCommit,
      let fact = facts.pullRequests.first(where: { $0.number == number })
    else { throw Violation(text: "DEPLOYED out of nothing") }
    let isItsCommit = commit == SimulatedPullRequest.commits[Int(number) - 1]
    try hold(fact.state == .merged && isItsCommit, "DEPLOYED without a merge")
    try hold(SimulatedFacts.verdict(facts.runs, commit: commit) == .passed, "DEPLOYED without CI")
  }
}
