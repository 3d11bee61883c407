import Domain
import Pipeline
import Testing

@Suite("The verdict of CI")
struct VerdictTests {
  struct Row: CustomTestStringConvertible {
    let conclusion: WorkflowRun.Conclusion?
    let verdict: CIState
    let status: TaskStatus
    var testDescription: String { "\(conclusion?.rawValue ?? "unfinished") is \(verdict.rawValue)" }
  }

  static let conclusions: [Row] = [
    Row(conclusion: .success, verdict: .passed, status: .deployed),
    Row(conclusion: .neutral, verdict: .passed, status: .deployed),
    Row(conclusion: .skipped, verdict: .passed, status: .deployed),
    Row(conclusion: .failure, verdict: .failed, status: .failed),
    Row(conclusion: .timedOut, verdict: .failed, status: .failed),
    Row(conclusion: .startupFailure, verdict: .failed, status: .failed),
    Row(conclusion: .actionRequired, verdict: .failed, status: .failed),
    Row(conclusion: .cancelled, verdict: .pending, status: .waitingCI),
    Row(conclusion: .stale, verdict: .pending, status: .waitingCI),
    Row(conclusion: nil, verdict: .pending, status: .waitingCI),
  ]

  @Test("D4, S3-109: each conclusion has one result", arguments: conclusions)
  func conclusion(row: Row) {
    #expect(CIVerdict.verdict(of: row.conclusion) == row.verdict)
    var story = Story.merged()
    story.see([Fixture.pullRequest(7, .merged)], runs: [Fixture.run(row.conclusion)])
    #expect(story.state.status == row.status && story.state.ci == row.verdict)
    #expect(story.last.entries.first?.type == .ciUpdated && story.last.entries.first?.text("status") == row.verdict.rawValue)
  }

  @Test("Every conclusion stands in the table")
  func allConclusions() {
    #expect(Set(Self.conclusions.compactMap(\.conclusion)) == Set(WorkflowRun.Conclusion.allCases))
  }

  struct Combination: CustomTestStringConvertible {
    let testDescription: String
    let runs: [WorkflowRun]
    let state: CIState
    let deciding: Int64?

    init(_ name: String, _ runs: [WorkflowRun], _ state: CIState, by deciding: Int64? = nil) {
      testDescription = name
      self.runs = runs
      self.state = state
      self.deciding = deciding
    }
  }

  static let combinations: [Combination] = [
    Combination("nothing ran", [], .none),
    Combination(
      "all pass", [Fixture.run(.success, id: 1, workflow: 1), Fixture.run(.skipped, id: 2, workflow: 2)], .passed, by: 2),
    Combination(
      "one is under way", [Fixture.run(.success, id: 1, workflow: 1), Fixture.run(nil, id: 2, workflow: 2)], .pending, by: 2),
    Combination(
      "one failure fails at once", [Fixture.run(nil, id: 1, workflow: 1), Fixture.run(.failure, id: 2, workflow: 2)], .failed, by: 2),
    Combination("a later attempt counts", [Fixture.run(.success, attempt: 2), Fixture.run(.failure, attempt: 1)], .passed, by: 1),
    Combination("a later run counts", [Fixture.run(.failure, id: 2), Fixture.run(.success, id: 1)], .failed, by: 2),
    Combination("a run under way again", [Fixture.run(.failure, attempt: 1), Fixture.run(nil, attempt: 2)], .pending, by: 1),
    Combination("a cancelled re-run", [Fixture.run(.success, attempt: 1), Fixture.run(.cancelled, attempt: 2)], .pending, by: 1),
    Combination("the same attempt unfinished and finished", [Fixture.run(.success), Fixture.run(nil)], .passed, by: 1),
    Combination("S3-099: the pull request's head", [Fixture.run(.success, commit: "head")], .none),
    Combination("S3-100: the agent's own run", [Fixture.run(.failure, event: "issue_comment")], .none),
    Combination("S3-100: a schedule", [Fixture.run(.success, event: "schedule")], .none),
    Combination("another branch", [Fixture.run(.failure, branch: "release")], .none),
  ]

  @Test("Decision 6.16: what several runs say together, in either order", arguments: combinations)
  func together(row: Combination) {
    for runs in [row.runs, row.runs.reversed()] {
      let verdict = CIVerdict.of(runs: runs, commit: Fixture.commit, branch: "main")
      #expect(verdict.state == row.state)
      #expect(verdict.url == row.deciding.map { "https://github.com/acme/api/actions/runs/\($0)" })
    }
  }

  @Test("Without a known branch every branch counts")
  func unknownBranch() {
    #expect(CIVerdict.of(runs: [Fixture.run(.failure, branch: "x")], commit: Fixture.commit, branch: nil).state == .failed)
  }

  @Test("S3-110: without any run the task waits and says nothing about CI")
  func noCI() {
    var story = Story.merged()
    story.see([Fixture.pullRequest(7, .merged)], runs: [Fixture.run(.success, event: "schedule")])
    #expect(story.state.ci == .none && story.last == Decision(state: story.state))
  }

  @Test("A re-run that was cancelled changes CI's word, not the task's")
  func cancelledAfterDeployment() {
    var story = Story.deployed()
    story.see([Fixture.pullRequest(7, .merged)], runs: [Fixture.run(.cancelled, attempt: 2)])
    #expect(story.state.stage == .deployed && story.state.ci == .pending && story.last.effects.isEmpty)
  }
}
