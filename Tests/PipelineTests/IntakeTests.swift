import Domain
import Pipeline
import Testing

@Suite("Taking a task in")
struct IntakeTests {
  @Test("A ticked task with a repository goes from nothing to TASKSPEC_CREATED and asks for its issue once")
  func firstSight() {
    let story = Story(.trackerSeen(Fixture.sighting()))
    #expect(story.types == [.taskCreatedOrSeen, .taskStatusChanged, .taskSpecCreated, .taskStatusChanged])
    #expect(story.transitions == ["null>RECEIVED", "RECEIVED>TASKSPEC_CREATED"])
    #expect(story.effects == [.createIssue])
    #expect(story.specs.map(\.notes) == ["Please add a button."])
    #expect(story.state.specVersion == 1 && story.state.revision == 1)
    #expect(story.entries.filter { $0.type == .taskStatusChanged }.allSatisfy { $0.text("reason")?.isEmpty == false })
  }

  struct Row: CustomTestStringConvertible {
    let auto: Bool
    let hasRepository: Bool
    let hold: Hold
    let status: TaskStatus
    var testDescription: String { "auto \(auto), repository \(hasRepository), hold \(hold) shows \(status.rawValue)" }
  }

  static let rows: [Row] = [
    Row(auto: true, hasRepository: true, hold: .none, status: .taskspecCreated),
    Row(auto: true, hasRepository: false, hold: .none, status: .needsRepo),
    Row(auto: false, hasRepository: true, hold: .none, status: .autoDisabled),
    Row(auto: false, hasRepository: false, hold: .none, status: .autoDisabled),
    Row(auto: true, hasRepository: true, hold: .cancelled, status: .cancelled),
    Row(auto: true, hasRepository: false, hold: .cancelled, status: .cancelled),
    Row(auto: false, hasRepository: true, hold: .cancelled, status: .cancelled),
    Row(auto: false, hasRepository: false, hold: .cancelled, status: .cancelled),
    Row(auto: true, hasRepository: true, hold: .blocked, status: .blocked),
    Row(auto: true, hasRepository: false, hold: .blocked, status: .blocked),
  ]

  @Test("S3-080: an issue is wanted only with AutoTask, a repository and no hold", arguments: rows)
  func truthTable(row: Row) {
    let sighting = Fixture.sighting(auto: row.auto, repository: row.hasRepository ? Fixture.repository : nil, hold: row.hold)
    let story = Story(.trackerSeen(sighting))
    #expect(story.state.status == row.status)
    #expect(story.transitions == ["null>RECEIVED", "RECEIVED>\(row.status.rawValue)"])
    #expect(story.effects == (row.status == .taskspecCreated ? [.createIssue] : []))
    #expect(story.count(.taskRepoMissing) == (row.auto && !row.hasRepository && row.hold != .cancelled ? 1 : 0))
  }

  @Test("S3-063: ten equal sightings give one issue, and from the second on nothing at all")
  func equalSightings() {
    var story = Story(.trackerSeen(Fixture.sighting()))
    for _ in 0..<9 {
      let before = story.state
      let decision = story.take(.trackerSeen(Fixture.sighting()))
      #expect(decision == Decision(state: before))
    }
    #expect(story.count(.createIssue) == 1)
  }

  @Test("D9: a cancelled task seen again writes nothing")
  func repeatedCancellation() {
    var story = Story(.trackerSeen(Fixture.sighting(hold: .cancelled)))
    for second in 2...5 { story.take(.trackerSeen(Fixture.sighting(hold: .cancelled, at: Int64(second)))) }
    #expect(story.transitions == ["null>RECEIVED", "RECEIVED>CANCELLED"])
    #expect(story.last.entries.isEmpty && story.last.effects.isEmpty)
  }

  @Test("A sighting older than the last one changes nothing")
  func staleSighting() {
    var story = Story(.trackerSeen(Fixture.sighting(at: 10)))
    let state = story.state
    story.take(.trackerSeen(Fixture.sighting(title: "Older", auto: false, at: 9)))
    #expect(story.last == Decision(state: state))
  }

  @Test("S3-131: an equal sighting read with new settings resolves the repository")
  func mappingAddedLater() {
    var story = Story(.trackerSeen(Fixture.sighting(repository: nil, option: "Backend")))
    #expect(story.entries.first { $0.type == .taskRepoMissing }?.text("option") == "Backend")
    story.take(.trackerSeen(Fixture.sighting()))
    #expect(story.transitions.last == "NEEDS_REPO>TASKSPEC_CREATED")
    #expect(story.last.entries.map(\.type) == [.taskRepoResolved, .taskStatusChanged])
    #expect(story.effects == [.createIssue])
  }

  @Test("S3-070: a missing repository is told once, and again only after it had been resolved")
  func repositoryComesAndGoes() {
    var story = Story(.trackerSeen(Fixture.sighting(repository: nil, at: 1)))
    story.take(.trackerSeen(Fixture.sighting(title: "Other", repository: nil, at: 2)))
    #expect(story.count(.taskRepoMissing) == 1)
    story.take(.trackerSeen(Fixture.sighting(at: 3)))
    story.take(.trackerSeen(Fixture.sighting(repository: nil, at: 4)))
    #expect(story.count(.taskRepoMissing) == 2 && story.count(.taskRepoResolved) == 1)
    #expect(!story.state.wants(.createIssue))
    story.take(.trackerSeen(Fixture.sighting(at: 5)))
    #expect(story.last.effects == [.createIssue])
  }

  @Test("S3-071: a repository chosen here starts the task, and an empty option does not take it away")
  func repositoryChosen() {
    var story = Story(.trackerSeen(Fixture.sighting(repository: nil)))
    story.take(.repositoryChosen(Fixture.repository), origin: EventOrigin(source: .user, actor: "ann"))
    #expect(story.last.entries.map(\.type) == [.manualAction, .taskRepoResolved, .taskStatusChanged])
    #expect(story.last.entries.allSatisfy { $0.origin.actor == "ann" })
    #expect(story.last.effects == [.createIssue])
    story.take(.trackerSeen(Fixture.sighting(repository: nil, at: 2)))
    #expect(story.state.repository == Fixture.repository && story.state.wants(.createIssue))
    let other = RepositoryID(rawValue: 6)
    story.take(.trackerSeen(Fixture.sighting(repository: other, at: 3)))
    #expect(story.state.repository == other)
    story.take(.issueCreated(Fixture.issue))
    story.take(.repositoryChosen(Fixture.repository))
    #expect(story.state.repository == other, "with an issue the task stays where it is")
  }

  @Test("S3-085: changed text makes the next version, equal text none, also when the issue exists")
  func specVersions() {
    var story = Story(.trackerSeen(Fixture.sighting()))
    story.take(.trackerSeen(Fixture.sighting(at: 2)))
    #expect(story.last.spec == nil && story.state.specVersion == 1)
    story.take(.trackerSeen(Fixture.sighting(notes: "Two buttons", at: 3)))
    #expect(story.last.spec?.notes == "Two buttons" && story.state.specVersion == 2)
    #expect(story.last.effects.isEmpty)
    story.take(.issueCreated(Fixture.issue))
    story.take(.trackerSeen(Fixture.sighting(title: "Кнопки", notes: "Two buttons", at: 4)))
    #expect(story.state.specVersion == 3 && story.last.entries.map(\.type) == [.taskSpecCreated] && story.last.effects.isEmpty)
  }

  @Test("S3-086: RECEIVED, TASKSPEC_CREATED and ISSUE_CREATED appear in this order")
  func order() {
    #expect(
      Story.withIssue().transitions == ["null>RECEIVED", "RECEIVED>TASKSPEC_CREATED", "TASKSPEC_CREATED>ISSUE_CREATED"])
  }

  @Test("S3-066: AutoTask off and on resumes where the task stood, without a second issue")
  func autoOffAndOn() {
    var story = Story.withIssue()
    story.take(.trackerSeen(Fixture.sighting(auto: false, at: 2)))
    #expect(story.state.status == .autoDisabled && story.state.stage == .issueCreated)
    story.take(.trackerSeen(Fixture.sighting(at: 3)))
    #expect(story.transitions.suffix(2) == ["ISSUE_CREATED>AUTO_DISABLED", "AUTO_DISABLED>ISSUE_CREATED"])
    #expect(story.last.effects.isEmpty && story.count(.createIssue) == 1)
  }

  @Test("What was skipped while AutoTask was off is asked for again")
  func resumesSkippedEffects() {
    var story = Story(.trackerSeen(Fixture.sighting()), .trackerSeen(Fixture.sighting(auto: false, at: 2)))
    #expect(!story.state.wants(.createIssue))
    story.take(.trackerSeen(Fixture.sighting(at: 3)))
    #expect(story.last.effects == [.createIssue])
    story.take(.trackerSeen(Fixture.sighting(hold: .blocked, at: 4)))
    story.take(.issueCreated(Fixture.issue))
    #expect(story.last.effects.isEmpty, "a blocked task does not start the agent")
    story.take(.trackerSeen(Fixture.sighting(at: 5)))
    #expect(story.last.effects == [.postTrigger])
  }

  @Test("S3-060: Russian text is kept as it is")
  func russian() {
    let story = Story(.trackerSeen(Fixture.sighting(title: "Добавить кнопку", notes: "Ещё одна «кнопка» 🔘")))
    #expect(story.state.title == "Добавить кнопку" && story.specs.first?.notes == "Ещё одна «кнопка» 🔘")
  }

  @Test("An event for a task nobody has seen changes nothing")
  func unseenTask() {
    for event in [TaskEvent.retryRequested, .issueCreated(Fixture.issue), .noteAdded("x"), .trackerReopened] {
      #expect(Story(event).last == Decision(state: .new))
    }
  }
}
