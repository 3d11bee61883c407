package import Domain
internal import Pipeline
package import Postgres

/// What webhooks and answers tell about the code host, kept whether or not anything is linked to it yet.
package struct FactStore: Sendable {
  private let database: Database

  package init(database: Database) { self.database = database }

  /// A configured repository by name.
  package func findRepository(_ name: RepositoryName, project: ProjectID) async throws(DatabaseError) -> RepositoryID? {
    try await database.query(
      FactStatements.repository, [.id(project), .text(name.description)], scope: .project(project.rawValue)
    ).first?.id(0)
  }

  /// Keeps a view of a pull request and tells which tasks it may concern.
  package func save(
    _ pullRequest: PullRequest, repository: RepositoryID, name: RepositoryName, project: ProjectID
  ) async throws(DatabaseError) -> [TaskID] {
    let named = IssueKeywords.parse(body: pullRequest.body, repository: name)
    let strict = Set(named.fixes)
    let issues = Array(Set(named.closes).union(strict)).sorted()
    let branchIssue = AgentBranch.issueNumber(pullRequest.headBranch)
    let key: [SQLValue] = [.id(project), .id(repository), .int(pullRequest.number)]
    let merge: [(Statement, [SQLValue])] =
      pullRequest.state == .merged ? [(FactStatements.saveMerge, key + [.optional(pullRequest.mergeCommit)])] : []
    return try await write(
      [
        (FactStatements.savePullRequest, values(pullRequest, key, branchIssue)),
        (FactStatements.forgetIssues, key + [.time(pullRequest.updatedAt)]),
        (
          FactStatements.saveIssues,
          key + [.ints(issues), .bools(issues.map(strict.contains)), .time(pullRequest.updatedAt)]
        ),
      ] + merge,
      then: (
        FactStatements.tasksOfPullRequest,
        [.id(project), .id(repository), .ints(issues + (branchIssue.map { [$0] } ?? [])), .int(pullRequest.number)]
      ), repository: repository, project: project)
  }

  /// Writes facts and finds the tasks they concern, in one transaction that no ledger of the repository comes between.
  private func write(
    _ statements: [(Statement, [SQLValue])], then find: (Statement, [SQLValue]), repository: RepositoryID, project: ProjectID
  ) async throws(DatabaseError) -> [TaskID] {
    let rows = try await database.batch(
      [(FactStatements.lockForWriting, [.id(repository)])] + statements + [find], scope: .project(project.rawValue))
    return try rows[rows.count - 1].map { row throws(DatabaseError) in try row.id(0) }
  }

  private func values(_ pullRequest: PullRequest, _ key: [SQLValue], _ branchIssue: Int64?) -> [SQLValue] {
    key + [
      .foreign(pullRequest.url), .foreign(pullRequest.title), .foreign(pullRequest.author), .foreign(pullRequest.headBranch),
      .foreign(pullRequest.baseBranch), .text(pullRequest.state.rawValue), .optional(pullRequest.mergeCommit), .optional(branchIssue),
      .time(pullRequest.updatedAt),
    ]
  }

  /// Keeps the commit of a merge that was looked up.
  package func saveMergeCommit(
    _ commit: String, pullRequest: Int64, repository: RepositoryID, project: ProjectID
  ) async throws(DatabaseError) {
    try await database.execute(
      FactStatements.saveMergeCommit, [.id(project), .id(repository), .int(pullRequest), .text(commit)],
      scope: .project(project.rawValue))
  }

  /// Keeps runs, which must be of one commit, and tells which tasks wait for that commit.
  package func save(
    _ runs: [WorkflowRun], commit: String, repository: RepositoryID, project: ProjectID
  ) async throws(DatabaseError) -> [TaskID] {
    try await write(
      [(FactStatements.saveRuns, values(runs, repository, project))],
      then: (FactStatements.tasksOfCommit, [.id(project), .id(repository), .text(commit)]), repository: repository, project: project)
  }

  private func values(_ runs: [WorkflowRun], _ repository: RepositoryID, _ project: ProjectID) -> [SQLValue] {
    [
      .id(project), .id(repository), .ints(runs.map(\.id)), .ints(runs.map(\.attempt)), .ints(runs.map(\.workflowID)),
      .texts(runs.map(\.name.storable)), .texts(runs.map(\.headCommit)), .texts(runs.map(\.branch.storable)), .texts(runs.map(\.event)),
      .texts(runs.map { $0.conclusion?.rawValue }), .texts(runs.map(\.url)), .texts(runs.map(\.updatedAt.iso8601)),
    ]
  }

  package func tasks(
    ofIssue number: Int64, repository: RepositoryID, project: ProjectID
  ) async throws(DatabaseError) -> [TaskID] {
    let rows = try await database.query(
      FactStatements.tasksOfIssue, [.id(project), .id(repository), .int(number)], scope: .project(project.rawValue))
    return try rows.map { row throws(DatabaseError) in try row.id(0) }
  }
}
