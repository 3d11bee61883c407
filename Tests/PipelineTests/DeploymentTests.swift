import Domain
import Pipeline
import Testing

@Suite("From merge to DEPLOYED")
struct DeploymentTests {
  @Test("S3-096: merged shows WAITING_CI, keeps the commit and reads its runs once")
  func merge() throws {
    let story = Story.merged()
    #expect(story.state.stage == .waitingCI && story.state.mergeCommit == Fixture.commit)
    #expect(story.last.effects == [.readRuns(commit: Fixture.commit)])
    let entry = try #require(story.last.entries.first)
    #expect(entry.type == .githubPullRequestMerged && entry.text("sha") == Fixture.commit)
  }

  @Test("Decision 6.14: a merge without its commit has it looked up once")
  func mergeWithoutCommit() {
    var story = Story.withIssue()
    let unknown = PullRequestFact(
      number: 7, url: "u", author: "dev", headBranch: "f", baseBranch: "main", state: .merged, mergeCommit: nil, fixes: [12], closes: [12])
    story.see([unknown])
    story.see([unknown], runs: [Fixture.run(.success)])
    #expect(story.count(.findMergeCommit(pullRequest: 7)) == 1 && story.state.stage == .waitingCI)
    story.see([Fixture.pullRequest(7, .merged)], runs: [Fixture.run(.success)])
    #expect(story.state.stage == .deployed && story.count(.readRuns(commit: Fixture.commit)) == 1)
  }

  @Test("S3-101: merged and passed is DEPLOYED, completed and told on both sides")
  func deployed() {
    var story = Story.merged()
    story.see([Fixture.pullRequest(7, .merged)], runs: [Fixture.run(.success)])
    #expect(story.last.effects == [.completeTracker, .commentDeployedOnTracker, .commentDeployedOnIssue])
    #expect(story.last.entries.map(\.type) == [.ciUpdated, .taskStatusChanged])
    #expect(story.transitions.last == "WAITING_CI>DEPLOYED")
    story.take(.trackerCompleted(byUs: true))
    #expect(story.last.entries.map(\.type) == [.asanaCompletedSet] && story.state.isCompletedByUs)
    story.take(.trackerCompleted(byUs: true))
    #expect(story.last == Decision(state: story.state))
  }

  @Test("S3-105: a task a person completed is not completed again, and never reopened")
  func completedByPerson() {
    var story = Story.merged()
    story.take(.trackerSeen(Fixture.sighting(completed: true, at: 2)))
    story.see([Fixture.pullRequest(7, .merged)], runs: [Fixture.run(.success)])
    #expect(story.last.effects == [.commentDeployedOnTracker, .commentDeployedOnIssue])
    story.see([Fixture.pullRequest(7, .merged)], runs: [Fixture.run(.failure, attempt: 2)])
    #expect(story.state.stage == .failed && story.count(.reopenTracker) == 0)
  }

  @Test("S3-104, F9: a failure after the merge is told on both sides with the run, and opens the issue again")
  func failure() {
    var story = Story.merged()
    let run = Fixture.run(.failure)
    story.see([Fixture.pullRequest(7, .merged)], runs: [run])
    #expect(story.last.effects == [.commentFailureOnTracker(url: run.url), .commentFailureOnIssue(url: run.url), .reopenIssue])
    #expect(story.state.status == .failed && story.state.failure?.stage == .waitingCI)
    story.see([Fixture.pullRequest(7, .merged)], runs: [run])
    #expect(story.last == Decision(state: story.state))
  }

  @Test("S3-106: fails after DEPLOYED, is reopened, and a passing re-run deploys and completes again")
  func rerun() {
    var story = Story.deployed()
    let pullRequest = Fixture.pullRequest(7, .merged)
    story.see([pullRequest], runs: [Fixture.run(.failure, attempt: 2)])
    #expect(story.last.effects.contains(.reopenTracker))
    story.take(.trackerReopened)
    #expect(story.last.entries.map(\.type) == [.asanaReopenedSet])
    story.see([pullRequest], runs: [Fixture.run(.success, attempt: 3)])
    #expect(story.last.effects.contains(.completeTracker))
    #expect(story.transitions.suffix(3) == ["WAITING_CI>DEPLOYED", "DEPLOYED>FAILED", "FAILED>DEPLOYED"])
    #expect(story.count(.ciUpdated) == 3)
  }

  @Test("A completion that was under way when CI failed is taken back when it is known")
  func completionCrossesFailure() {
    var story = Story.merged()
    let pullRequest = Fixture.pullRequest(7, .merged)
    story.see([pullRequest], runs: [Fixture.run(.success)])
    story.see([pullRequest], runs: [Fixture.run(.failure, attempt: 2)])
    #expect(!story.last.effects.contains(.reopenTracker) && !story.state.wants(.completeTracker))
    story.take(.trackerCompleted(byUs: true))
    #expect(story.last.effects == [.reopenTracker])
  }

  @Test("An old sighting cannot take our completion for somebody's reopening")
  func ownCompletionKept() {
    var story = Story.deployed()
    story.take(.trackerSeen(Fixture.sighting(completed: false, at: 1)))
    #expect(story.state.isCompletedByUs)
    story.take(.trackerSeen(Fixture.sighting(completed: false, at: 9)))
    #expect(!story.state.isCompletedByUs && !story.state.isTrackerCompleted && story.last.effects.isEmpty)
  }

  @Test("S3-102: CI before the merge ends in the same state")
  func ciFirst() {
    var story = Story.withIssue()
    story.see([Fixture.pullRequest()], runs: [Fixture.run(.success)])
    #expect(story.state.stage == .prCreated)
    story.see([Fixture.pullRequest(7, .merged)], runs: [Fixture.run(.success)])
    var other = Story.merged()
    other.see([Fixture.pullRequest(7, .merged)], runs: [Fixture.run(.success)])
    var (first, second) = (story.state, other.state)
    (first.revision, second.revision) = (0, 0)
    #expect(first == second)
  }

  @Test("D5, S3-078: BLOCKED after the merge hides the stage and loses nothing")
  func blockedAfterMerge() {
    var story = Story.merged()
    story.take(.trackerSeen(Fixture.sighting(hold: .blocked, at: 2)))
    #expect(story.state.status == .blocked && story.state.stage == .waitingCI)
    story.take(.trackerSeen(Fixture.sighting(at: 3)))
    #expect(story.state.status == .waitingCI, "S3-077: the stage is shown again")
    story.take(.trackerSeen(Fixture.sighting(hold: .blocked, at: 4)))
    story.see([Fixture.pullRequest(7, .merged)], runs: [Fixture.run(.success)])
    #expect(story.transitions.last == "BLOCKED>DEPLOYED" && story.last.effects.contains(.completeTracker))
  }

  @Test(
    "S3-065, S3-108: with AutoTask off or cancelled nothing of the code host counts", arguments: [(false, Hold.none), (true, .cancelled)])
  func suspended(auto: Bool, hold: Hold) {
    var story = Story.withIssue()
    story.see([Fixture.pullRequest()])
    story.take(.trackerSeen(Fixture.sighting(auto: auto, hold: hold, at: 2)))
    let state = story.state
    let facts = [Fixture.pullRequest(7, .merged)]
    story.see(facts, runs: [Fixture.run(.success)])
    #expect(story.last == Decision(state: state))
    story.take(.trackerSeen(Fixture.sighting(at: 3)))
    story.see(facts, runs: [Fixture.run(.success)])
    #expect(story.state.stage == .deployed, "applied when the task resumes")
  }

  @Test("The first merge stays unless its CI fails; then one linked later decides")
  func laterMerge() {
    var story = Story.merged()
    let second = String(repeating: "b", count: 40)
    let both = [Fixture.pullRequest(7, .merged), Fixture.pullRequest(8, .merged, commit: second)]
    story.see(both)
    #expect(story.state.mergedPullRequest == 7)
    story.see(both, runs: [Fixture.run(.failure)])
    #expect(story.state.mergedPullRequest == 8 && story.state.stage == .waitingCI)
    #expect(story.transitions.suffix(2) == ["WAITING_CI>FAILED", "FAILED>WAITING_CI"])
    story.see(both, runs: [Fixture.run(.failure), Fixture.run(.failure, id: 2, commit: second)])
    #expect(story.state.mergedPullRequest == 8 && story.state.stage == .failed, "they do not take turns")
    story.see(both, runs: [Fixture.run(.failure), Fixture.run(.success, id: 2, attempt: 2, commit: second)])
    #expect(story.state.stage == .deployed)
  }

  // Found by the simulated world.
  @Test("A second pull request that passes completes the task again though our reopening was not recorded yet")
  func completesAgainAfterSecondMerge() {
    var story = Story.deployed()
    let second = String(repeating: "b", count: 40)
    let pullRequests = [Fixture.pullRequest(7, .merged), Fixture.pullRequest(8, .merged, commit: second)]
    story.see([pullRequests[0]], runs: [Fixture.run(.failure, attempt: 2)])
    story.see(pullRequests, runs: [Fixture.run(.failure, attempt: 2), Fixture.run(.success, id: 2, commit: second)])
    #expect(story.state.stage == .deployed && story.last.effects.contains(.completeTracker))
  }

  @Test("The issue's own state is told once per change")
  func issueState() {
    var story = Story.withIssue()
    for event in [TaskEvent.issueClosed, .issueClosed, .issueReopened, .issueReopened] { story.take(event) }
    #expect(story.types.suffix(2) == [.githubIssueClosed, .githubIssueReopened])
  }
}
