package import Domain
internal import Messages
internal import Pipeline
package import Storage

/// What people can do with a task. Each needs the role editor and leaves a line in the timeline.
package struct TaskActions: Sendable {
  private let ledger: TaskLedger
  private let tasks: TaskPages
  private let projects: ProjectPages
  private let facts: FactStore
  private let loadPullRequest: PullRequestLookup

  /// Asks the code host, with the project's own token.
  package typealias PullRequestLookup = @Sendable (Int64, RepositoryName, ProjectID) async throws(PortError) -> PullRequest

  package init(
    ledger: TaskLedger, tasks: TaskPages, projects: ProjectPages, facts: FactStore, loadPullRequest: @escaping PullRequestLookup
  ) {
    self.ledger = ledger
    self.tasks = tasks
    self.projects = projects
    self.facts = facts
    self.loadPullRequest = loadPullRequest
  }

  /// The task an action is about, and who asks for it.
  package struct Target: Sendable {
    package let actor: Actor
    package let project: ProjectID
    package let task: TaskID
    /// Goes on into the jobs that follow.
    package let requestID: String

    package init(actor: Actor, project: ProjectID, task: TaskID, requestID: String) {
      self.actor = actor
      self.project = project
      self.task = task
      self.requestID = requestID
    }
  }

  /// Longest note, in bytes: Asana's own limit for a comment is larger.
  private static let longestNote = 10_000

  /// Goes on from the step that failed and repeats none that is done.
  /// - Throws: `forbidden`, `notFound`; `DatabaseError`.
  package func retry(_ target: Target) async throws { try await apply(.retryRequested, target) }

  /// Reads the task from the tracker again.
  /// - Throws: as `retry`.
  package func resync(_ target: Target) async throws { try await apply(.resyncRequested, target) }

  /// Links a pull request although its text does not name the issue.
  /// - Parameter text: a number, with or without `#`, or the address of a pull request of the task's repository.
  /// - Throws: as `retry`; `invalid` for the field `pull_request`.
  package func forcePullRequest(_ text: String, _ target: Target) async throws {
    try target.actor.require(.editor)
    guard let header = try await tasks.header(of: target.task, in: target.project) else { throw ActionError.notFound }
    guard header.issue != nil else {
      throw ActionError.invalid(field: "pull_request", message: Message("action.pull_request.no_issue"))
    }
    let repository = header.repository.flatMap { RepositoryName($0) }
    let number = try PullRequestText.number(in: text, of: repository)
    if let repository { try await keep(number, of: repository, target.project) }
    try await apply(.pullRequestForced(number), target)
  }

  /// Reads the pull request first: one that was merged before the webhook was set up is known of by no other way. A code host that does not
  /// answer stands in nobody's way; its webhooks tell the rest later.
  private func keep(_ number: Int64, of repository: RepositoryName, _ project: ProjectID) async throws {
    do throws(PortError) {
      let pullRequest = try await loadPullRequest(number, repository, project)
      guard let id = try? await facts.findRepository(repository, project: project) else { return }
      _ = try? await facts.save(pullRequest, repository: id, name: repository, project: project)
    } catch .notFound {
      throw ActionError.invalid(
        field: "pull_request", message: Message("action.pull_request.missing", ["repository": "\(repository)", "number": "\(number)"]))
    } catch {}
  }

  /// Decides in which repository the issue is created.
  /// - Parameter name: `owner/name` of a configured repository.
  /// - Throws: as `retry`; `invalid` for the field `repository`.
  package func chooseRepository(_ name: String, _ target: Target) async throws {
    try target.actor.require(.editor)
    guard let header = try await tasks.header(of: target.task, in: target.project) else { throw ActionError.notFound }
    guard let wanted = RepositoryName(name),
      let repository = try await projects.repositories(of: target.project).first(where: { RepositoryName($0.name) == wanted })
    else { throw ActionError.invalid(field: "repository", message: Message("action.repository.unknown")) }
    guard header.issue == nil else {
      throw ActionError.invalid(field: "repository", message: Message("action.repository.has_issue"))
    }
    try await apply(.repositoryChosen(repository.id), target)
  }

  /// Writes a note into the timeline and into the tracker.
  /// - Throws: as `retry`; `invalid` for the field `note`.
  package func addNote(_ text: String, _ target: Target) async throws {
    let start = text.drop(while: \.isWhitespace)
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else {
      throw ActionError.invalid(field: "note", message: Message("action.note.empty"))
    }
    guard text.utf8.count <= Self.longestNote else {
      throw ActionError.invalid(field: "note", message: Message("action.note.long", ["maximum": "\(Self.longestNote)"]))
    }
    try await apply(.noteAdded(String(start[...end])), target)
  }

  private func apply(_ event: TaskEvent, _ target: Target) async throws {
    try target.actor.require(.editor)
    do {
      try await ledger.apply([(event, target.actor.origin)], task: target.task, project: target.project, requestID: target.requestID)
    } catch StorageError.notFound {
      throw ActionError.notFound
    }
  }
}
