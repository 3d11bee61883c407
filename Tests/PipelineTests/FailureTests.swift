import Domain
import Pipeline
import Testing

@Suite("Failures, retries and actions of people")
struct FailureTests {
  @Test("S3-120: an issue that cannot be created fails the task, and a retry goes on from there")
  func issueFails() {
    var story = Story(.trackerSeen(Fixture.sighting()), .effectFailed(.createIssue, reason: "410 issues are disabled"))
    #expect(story.state.status == .failed && story.state.failure == TaskFailure(stage: .taskspecCreated, reason: "410 issues are disabled"))
    #expect(story.last.entries.map(\.type) == [.error, .taskStatusChanged])
    #expect(story.last.entries[0].text("effect") == "create_issue")
    story.take(.retryRequested)
    #expect(story.last.entries.map(\.type) == [.manualAction, .taskStatusChanged] && story.last.effects == [.createIssue])
    #expect(story.state.stage == .taskspecCreated && story.state.failure == nil)
    story.take(.issueCreated(Fixture.issue))
    #expect(story.state.stage == .issueCreated)
  }

  @Test("A task that failed for its repository tries the one chosen next")
  func otherRepository() {
    var story = Story(.trackerSeen(Fixture.sighting()), .effectFailed(.createIssue, reason: "404"))
    story.take(.trackerSeen(Fixture.sighting(repository: RepositoryID(rawValue: 8), at: 2)))
    #expect(story.last.effects == [.createIssue] && story.state.stage == .taskspecCreated)
  }

  @Test("A trigger given up fails the task; a retry posts it and not the issue")
  func triggerFails() {
    var story = Story(.trackerSeen(Fixture.sighting()), .issueCreated(Fixture.issue))
    #expect(story.last.effects == [.postTrigger])
    story.take(.effectFailed(.postTrigger, reason: "403"))
    #expect(story.state.failure?.stage == .issueCreated)
    story.take(.retryRequested)
    #expect(story.last.effects == [.postTrigger])
    story.take(.triggerPosted(CommentReference(id: 1, url: "u")))
    #expect(story.state.status == .issueCreated)
    story.take(.retryRequested)
    #expect(story.last.effects.isEmpty, "what is done is not done again")
  }

  @Test("A pull request by hand goes on though the trigger failed")
  func pullRequestAfterFailedTrigger() {
    var story = Story(
      .trackerSeen(Fixture.sighting()), .issueCreated(Fixture.issue), .effectFailed(.postTrigger, reason: "403"))
    story.see([Fixture.pullRequest()])
    #expect(story.transitions.last == "FAILED>PR_CREATED" && story.state.failure == nil)
  }

  static let kept: [Effect] = [
    .commentPullRequestOnTracker(number: 7, url: "u"), .completeTracker, .commentDeployedOnTracker, .commentDeployedOnIssue,
    .commentNoteOnTracker(text: "x"),
  ]

  @Test("Other effects given up leave an error and are done by the next retry, once", arguments: kept)
  func keptForRetry(effect: Effect) {
    var story = Story.deployed()
    story.take(.effectFailed(effect, reason: "500"))
    #expect(story.last.entries.map(\.type) == [.error] && story.state.status == .deployed)
    story.take(.retryRequested)
    #expect(story.last.effects == [effect])
    story.take(.retryRequested)
    #expect(story.last.effects.isEmpty)
  }

  @Test("A retry while CI is awaited or has failed reads the runs and repeats nothing")
  func retryReadsRuns() {
    var story = Story.merged()
    story.take(.retryRequested)
    #expect(story.last.effects == [.readRuns(commit: Fixture.commit)])
    story.see([Fixture.pullRequest(7, .merged)], runs: [Fixture.run(.failure)])
    story.take(.retryRequested)
    #expect(story.state.status == .failed && story.last.effects == [.readRuns(commit: Fixture.commit)])
  }

  @Test("A retry does nothing outside for a suspended task, and reads one without repository again")
  func retryOfOthers() {
    var story = Story(.trackerSeen(Fixture.sighting(auto: false)), .retryRequested)
    #expect(story.last.effects.isEmpty && story.last.entries.map(\.type) == [.manualAction])
    story = Story(.trackerSeen(Fixture.sighting(repository: nil)), .retryRequested)
    #expect(story.last.effects == [.readTracker])
  }

  @Test("The same issue reported twice changes nothing; another one is refused")
  func secondIssue() {
    var story = Story.withIssue()
    story.take(.issueCreated(Fixture.issue))
    #expect(story.last == Decision(state: story.state))
    story.take(.issueCreated(IssueReference(number: 13, url: "u")))
    #expect(story.state.issue == Fixture.issue && story.last.entries.map(\.type) == [.error] && story.last.effects.isEmpty)
  }

  @Test("A note is told with its author and goes to the tracker; re-sync reads the tracker")
  func noteAndResync() {
    var story = Story.withIssue()
    story.take(.noteAdded("Ask Ann"), origin: EventOrigin(source: .user, actor: "bob"))
    #expect(story.last.effects == [.commentNoteOnTracker(text: "Ask Ann")])
    #expect(story.last.entries.first?.text("action") == "add_note" && story.last.entries.first?.text("note") == "Ask Ann")
    story.take(.resyncRequested)
    #expect(story.last.effects == [.readTracker] && story.last.entries.first?.text("action") == "resync")
  }

  @Test("Comments and deliveries leave their trace")
  func traces() {
    var story = Story.withIssue()
    story.take(.commented(.commentDeployedOnIssue), origin: EventOrigin(source: .github, actor: nil, deliveryID: "d-1"))
    #expect(story.last.entries.first?.text("effect") == "comment_deployed_on_issue")
    #expect(story.last.entries.first?.origin.deliveryID == "d-1")
  }

  @Test("S3-145: one full run writes every event type that decide owns")
  func allTypes() {
    var story = Story(.trackerSeen(Fixture.sighting(repository: nil)), .repositoryChosen(Fixture.repository))
    story.take(.issueCreated(Fixture.issue))
    story.take(.triggerPosted(CommentReference(id: 1, url: "u")))
    story.see([LinkingTests.agent()])
    story.take(.pullRequestRepaired(7))
    story.see([Fixture.pullRequest(7, .closed)])
    story.see([Fixture.pullRequest(7, .merged)], runs: [Fixture.run(.success)])
    story.take(.trackerCompleted(byUs: true))
    story.take(.commented(.commentDeployedOnIssue))
    story.take(.issueClosed)
    story.see([Fixture.pullRequest(7, .merged)], runs: [Fixture.run(.failure, attempt: 2)])
    story.take(.trackerReopened)
    story.take(.issueReopened)
    story.take(.effectFailed(.commentFailureOnIssue(url: "u"), reason: "403"))
    let foreign: Set<TimelineEventType> = [.asanaWebhookReceived, .githubWebhookReceived]
    #expect(Set(story.types).union(foreign) == Set(TimelineEventType.allCases))
  }
}
