import Domain
import Pipeline
import Testing

@Suite("Linking pull requests")
struct LinkingTests {
  @Test("S3-095: the first link shows PR_CREATED and is told in the tracker")
  func firstLink() {
    var story = Story.withIssue()
    let fact = Fixture.pullRequest()
    story.see([fact])
    #expect(story.last.effects == [.commentPullRequestOnTracker(number: 7, url: fact.url)])
    #expect(story.last.entries.map(\.type) == [.githubPullRequestLinked, .taskStatusChanged])
    #expect(story.transitions.last == "ISSUE_CREATED>PR_CREATED")
    story.see([fact])
    #expect(story.last == Decision(state: story.state), "the same facts again change nothing")
  }

  @Test("S3-092: a text edited later links then, and stays linked when it is edited back")
  func editedText() {
    var story = Story.withIssue()
    story.see([Fixture.pullRequest(fixes: [])])
    #expect(story.state.pullRequests.isEmpty)
    story.see([Fixture.pullRequest(fixes: [12])])
    story.see([Fixture.pullRequest(fixes: [])])
    #expect(story.state.pullRequests == [7] && story.count(.githubPullRequestLinked) == 1)
  }

  @Test("Facts that came before the issue are applied once it is there")
  func factsFirst() {
    var story = Story(.trackerSeen(Fixture.sighting()))
    let facts = [Fixture.pullRequest(7, .merged)]
    story.see(facts, runs: [Fixture.run(.success)])
    #expect(story.last == Decision(state: story.state))
    story.take(.issueCreated(Fixture.issue))
    story.see(facts, runs: [Fixture.run(.success)])
    #expect(story.state.stage == .deployed)
    let steps = ["TASKSPEC_CREATED>ISSUE_CREATED", "ISSUE_CREATED>PR_CREATED", "PR_CREATED>WAITING_CI", "WAITING_CI>DEPLOYED"]
    #expect(story.transitions.suffix(4) == steps)
  }

  struct Row: CustomTestStringConvertible {
    let linking: ProjectPolicy.Linking
    let fact: PullRequestFact
    let isLinked: Bool
    let isRepaired: Bool
    let testDescription: String

    init(_ name: String, _ linking: ProjectPolicy.Linking, _ fact: PullRequestFact, linked: Bool, repaired: Bool = false) {
      testDescription = "\(name), \(linking)"
      self.linking = linking
      self.fact = fact
      isLinked = linked
      isRepaired = repaired
    }
  }

  static func agent(
    _ state: PullRequest.State = .open, closes: [Int64] = [12], author: String = "opencode-agent[bot]",
    branch: String = "opencode/issue12-20260101120000"
  ) -> PullRequestFact {
    Fixture.pullRequest(7, state, fixes: [], closes: closes, author: author, branch: branch)
  }

  static let rows: [Row] = [
    Row("Fixes", .strict, Fixture.pullRequest(), linked: true),
    Row("Fixes", .repair, Fixture.pullRequest(), linked: true),
    Row("Fixes", .keywords, Fixture.pullRequest(), linked: true),
    Row("Closes by a person", .strict, Fixture.pullRequest(fixes: [], closes: [12]), linked: false),
    Row("Closes by a person", .repair, Fixture.pullRequest(fixes: [], closes: [12]), linked: false),
    Row("Closes by a person", .keywords, Fixture.pullRequest(fixes: [], closes: [12]), linked: true),
    Row("another issue", .keywords, Fixture.pullRequest(fixes: [13], closes: [13]), linked: false),
    Row("the agent's", .strict, agent(), linked: false),
    Row("the agent's", .repair, agent(), linked: false, repaired: true),
    Row("the agent's without suffix and in capitals", .repair, agent(author: "OpenCode-Agent"), linked: false, repaired: true),
    Row("somebody else's on an agent's branch", .repair, agent(author: "mallory"), linked: false),
    Row("the agent's for another issue", .repair, agent(branch: "opencode/issue13-20260101120000"), linked: false),
    Row("the agent's on a short time", .repair, agent(branch: "opencode/issue12-2026010112000"), linked: false),
    Row("the agent's that closes nothing", .repair, agent(closes: []), linked: false),
    Row("the agent's, closed", .repair, agent(.closed), linked: false),
    Row("the agent's, merged already", .repair, agent(.merged), linked: true, repaired: true),
  ]

  @Test("Decision 6.1: which pull request is linked or repaired", arguments: rows)
  func policies(row: Row) {
    var story = Story.withIssue(linking: row.linking)
    story.see([row.fact])
    #expect(story.state.pullRequests == (row.isLinked ? [7] : []))
    #expect(story.last.effects.contains(.repairPullRequest(number: 7)) == row.isRepaired)
  }

  @Test("S3-094: the agent's own pull request is repaired once and linked by the outcome")
  func repair() {
    var story = Story.withIssue()
    story.see([Self.agent()])
    story.see([Self.agent()])
    #expect(story.count(.repairPullRequest(number: 7)) == 1)
    #expect(story.state.wants(.repairPullRequest(number: 7)))
    story.take(.pullRequestRepaired(7))
    #expect(story.last.entries.map(\.type) == [.githubPullRequestRepaired, .githubPullRequestLinked, .taskStatusChanged])
    #expect(story.last.entries[1].text("url") == "https://github.com/acme/api/pull/7")
    story.see([Self.agent()])
    story.take(.pullRequestRepaired(7))
    #expect(story.count(.githubPullRequestRepaired) == 1 && story.count(.repairPullRequest(number: 7)) == 1)
    #expect(!story.state.wants(.repairPullRequest(number: 7)))
  }

  @Test("A repair given up is told, done again on retry, and the merge links all the same")
  func repairGivenUp() {
    var story = Story.withIssue()
    story.see([Self.agent()])
    story.take(.effectFailed(.repairPullRequest(number: 7), reason: "no permission"))
    #expect(story.last.entries.map(\.type) == [.error] && story.state.stage == .issueCreated)
    story.take(.retryRequested)
    #expect(story.last.effects == [.repairPullRequest(number: 7)])
    story.see([Self.agent(.merged)])
    #expect(story.state.mergedPullRequest == 7)
  }

  @Test("S3-097: closed without a merge leads back, reopened leads forth")
  func closedWithoutMerge() {
    var story = Story.withIssue()
    story.see([Fixture.pullRequest()])
    story.see([Fixture.pullRequest(7, .closed)])
    #expect(story.last.entries.map(\.type) == [.githubPullRequestClosed, .taskStatusChanged])
    #expect(story.transitions.last == "PR_CREATED>ISSUE_CREATED")
    story.see([Fixture.pullRequest(7, .closed)])
    #expect(story.last == Decision(state: story.state))
    story.see([Fixture.pullRequest()])
    #expect(story.transitions.last == "ISSUE_CREATED>PR_CREATED" && story.count(.githubPullRequestLinked) == 1)
  }

  @Test("S3-098: of two pull requests the merged one decides, and one that is open keeps PR_CREATED")
  func twoPullRequests() {
    var story = Story.withIssue()
    story.see([Fixture.pullRequest(7), Fixture.pullRequest(8)])
    #expect(story.state.pullRequests == [7, 8])
    story.see([Fixture.pullRequest(7, .closed), Fixture.pullRequest(8)])
    #expect(story.state.stage == .prCreated)
    story.see([Fixture.pullRequest(7, .closed), Fixture.pullRequest(8, .merged)])
    #expect(story.state.mergedPullRequest == 8 && story.state.stage == .waitingCI)
  }

  @Test("S3-093: a person links a pull request whose text does not say so; the actor is told")
  func force() {
    var story = Story.withIssue()
    story.take(.pullRequestForced(9), origin: EventOrigin(source: .user, actor: "ann"))
    #expect(story.last.entries.map(\.type) == [.manualAction, .githubPullRequestLinked, .taskStatusChanged])
    #expect(story.last.entries[0].text("action") == "force_pr" && story.last.entries[0].origin.actor == "ann")
    story.see([Fixture.pullRequest(9, .merged, fixes: [])], runs: [Fixture.run(.success)])
    #expect(story.state.stage == .deployed)
  }

  @Test("Without an issue a pull request cannot be forced")
  func forceTooEarly() {
    var story = Story(.trackerSeen(Fixture.sighting()))
    story.take(.pullRequestForced(9))
    #expect(story.state.pullRequests.isEmpty && story.last.entries.map(\.type) == [.manualAction, .error])
  }

  // Found by the simulated world.

  @Test("A repair dropped while AutoTask was off is asked for again when it is on")
  func repairAfterSuspension() {
    var story = Story.withIssue()
    story.see([Self.agent()])
    story.take(.trackerSeen(Fixture.sighting(auto: false, at: 2)))
    #expect(!story.state.wants(.repairPullRequest(number: 7)))
    story.take(.trackerSeen(Fixture.sighting(at: 3)))
    #expect(story.last.effects == [.repairPullRequest(number: 7)])
  }

  @Test("A person's pull request that comes to nothing before the agent was started leaves the agent to be started")
  func triggerAfterClosing() {
    var story = Story(.trackerSeen(Fixture.sighting()), .trackerSeen(Fixture.sighting(hold: .blocked, at: 2)), .issueCreated(Fixture.issue))
    story.see([Fixture.pullRequest()])
    story.take(.trackerSeen(Fixture.sighting(at: 3)))
    story.see([Fixture.pullRequest(7, .closed)])
    #expect(story.state.status == .issueCreated && story.last.effects == [.postTrigger])
  }

  @Test("A closed pull request does not hide that the trigger failed; one opened again goes on")
  func closedAfterFailedTrigger() {
    var story = Story(.trackerSeen(Fixture.sighting()), .issueCreated(Fixture.issue), .effectFailed(.postTrigger, reason: "403"))
    story.see([Fixture.pullRequest(7, .closed)])
    #expect(story.state.status == .failed && story.state.pullRequests == [7] && story.state.closedPullRequests == [7])
    story.see([Fixture.pullRequest()])
    #expect(story.transitions.last == "FAILED>PR_CREATED")
  }
}
