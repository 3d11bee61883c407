package import Postgres

/// SQL of what is known about the code host.
package enum FactStatements {
  /// Keeps the newest view of a pull request; a merge is never undone by an older event.
  package static let savePullRequest = Statement(
    "facts.save_pull_request",
    """
    INSERT INTO pull_requests AS known (project_id, repository_id, number, url, title, author, head_branch, base_branch, state,
      merge_commit_sha, agent_issue, host_updated_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    ON CONFLICT (project_id, repository_id, number) DO UPDATE SET url = excluded.url, title = excluded.title,
      head_branch = excluded.head_branch, base_branch = excluded.base_branch,
      state = CASE WHEN known.state = 'merged' THEN known.state ELSE excluded.state END,
      merge_commit_sha = coalesce(excluded.merge_commit_sha, known.merge_commit_sha), agent_issue = excluded.agent_issue,
      host_updated_at = excluded.host_updated_at
    WHERE excluded.host_updated_at >= known.host_updated_at
    """)

  /// A merge counts even if its event comes after a newer one; the texts stay those of the newer.
  package static let saveMerge = Statement(
    "facts.save_merge",
    """
    UPDATE pull_requests SET state = 'merged', merge_commit_sha = coalesce(merge_commit_sha, $4)
    WHERE project_id = $1 AND repository_id = $2 AND number = $3 AND (state <> 'merged' OR merge_commit_sha IS NULL)
    """)

  /// Keeps facts and ledgers of one repository in turns until the transaction ends. Without it a fact could be written just before a task
  /// gets its issue, see no task, and not be seen by the ledger either, because neither has committed. Facts wait for each other too.
  package static let lockForWriting = Statement("facts.lock", "SELECT pg_advisory_xact_lock(1, hashint8($1))")

  /// As `lockForWriting`, for ledgers: they do not wait for each other.
  package static let lockForReading = Statement("facts.lock_shared", "SELECT pg_advisory_xact_lock_shared(1, hashint8($1))")

  /// Replaces the issues a pull request names, unless a newer text is known.
  package static let forgetIssues = Statement(
    "facts.forget_issues",
    """
    DELETE FROM pull_request_issues AS named USING pull_requests AS known
    WHERE named.project_id = $1 AND named.repository_id = $2 AND named.pull_request = $3 AND known.project_id = $1
      AND known.repository_id = $2 AND known.number = $3 AND known.host_updated_at <= $4
    """)

  package static let saveIssues = Statement(
    "facts.save_issues",
    """
    INSERT INTO pull_request_issues (project_id, repository_id, issue_number, pull_request, is_strict)
    SELECT $1, $2, issue, $3, is_strict FROM unnest($4::bigint[], $5::boolean[]) AS named (issue, is_strict)
    WHERE EXISTS (SELECT FROM pull_requests WHERE project_id = $1 AND repository_id = $2 AND number = $3 AND host_updated_at <= $6)
    ON CONFLICT (project_id, repository_id, issue_number, pull_request) DO UPDATE SET is_strict = excluded.is_strict
    """)

  package static let saveMergeCommit = Statement(
    "facts.save_merge_commit",
    "UPDATE pull_requests SET merge_commit_sha = $4 WHERE project_id = $1 AND repository_id = $2 AND number = $3 AND state = 'merged'")

  /// Keeps the newest view of each attempt of a run; a result is never taken back by an older event.
  package static let saveRuns = Statement(
    "facts.save_runs",
    """
    INSERT INTO workflow_runs AS known (project_id, repository_id, id, attempt, workflow_id, name, head_sha, branch, event, conclusion, url,
      host_updated_at)
    SELECT DISTINCT ON (run.id, run.attempt) $1::bigint, $2::bigint, run.* FROM unnest($3::bigint[], $4::bigint[], $5::bigint[], $6::text[],
      $7::text[], $8::text[], $9::text[], $10::text[], $11::text[], $12::timestamptz[])
      AS run (id, attempt, workflow_id, name, head_sha, branch, event, conclusion, url, host_updated_at)
    ORDER BY run.id, run.attempt, run.host_updated_at DESC
    ON CONFLICT (project_id, repository_id, id, attempt) DO UPDATE SET conclusion = coalesce(excluded.conclusion, known.conclusion),
      url = excluded.url, name = excluded.name, host_updated_at = greatest(excluded.host_updated_at, known.host_updated_at)
    WHERE known.conclusion IS NULL OR (excluded.conclusion IS NOT NULL AND excluded.host_updated_at >= known.host_updated_at)
    """)

  /// Pull requests that may concern an issue: named in their text, in the agent's branch, or linked before.
  package static let pullRequests = Statement(
    "facts.pull_requests",
    """
    SELECT known.number, known.url, known.author, known.head_branch, known.base_branch, known.state, known.merge_commit_sha,
      coalesce(named.is_strict, false), named.issue_number IS NOT NULL
    FROM pull_requests AS known
    LEFT JOIN pull_request_issues AS named ON named.project_id = known.project_id AND named.repository_id = known.repository_id
      AND named.pull_request = known.number AND named.issue_number = $3
    WHERE known.project_id = $1 AND known.repository_id = $2 AND known.number = ANY (ARRAY(
      SELECT pull_request FROM pull_request_issues WHERE project_id = $1 AND repository_id = $2 AND issue_number = $3
      UNION SELECT number FROM pull_requests WHERE project_id = $1 AND repository_id = $2 AND agent_issue = $3
      UNION SELECT unnest($4::bigint[])))
    ORDER BY known.number
    """)

  /// Runs for the merge commits of those pull requests.
  package static let runs = Statement(
    "facts.runs",
    """
    SELECT id, attempt, workflow_id, name, head_sha, branch, event, conclusion, url, host_updated_at FROM workflow_runs
    WHERE project_id = $1 AND repository_id = $2 AND head_sha = ANY ($3::text[]) ORDER BY id, attempt
    """)

  /// Tasks a pull request may concern: by issues of this report, by the newest text known, or linked before.
  package static let tasksOfPullRequest = Statement(
    "facts.tasks_of_pull_request",
    """
    SELECT id FROM tasks WHERE project_id = $1 AND repository_id = $2 AND issue_number = ANY ($3::bigint[])
    UNION SELECT tasks.id FROM pull_request_issues AS named
      JOIN tasks ON tasks.project_id = named.project_id AND tasks.repository_id = named.repository_id
        AND tasks.issue_number = named.issue_number
      WHERE named.project_id = $1 AND named.repository_id = $2 AND named.pull_request = $4
    UNION SELECT task_id FROM task_pull_requests WHERE project_id = $1 AND repository_id = $2 AND number = $4
    ORDER BY 1
    """)

  package static let tasksOfCommit = Statement(
    "facts.tasks_of_commit", "SELECT id FROM tasks WHERE project_id = $1 AND repository_id = $2 AND merge_commit_sha = $3 ORDER BY id")

  package static let tasksOfIssue = Statement(
    "facts.tasks_of_issue", "SELECT id FROM tasks WHERE project_id = $1 AND repository_id = $2 AND issue_number = $3 ORDER BY id")

  package static let repository = Statement(
    "facts.repository", "SELECT id, name FROM repositories WHERE project_id = $1 AND lower(name) = lower($2)")

  package static let all = [
    savePullRequest, saveMerge, lockForWriting, lockForReading, forgetIssues, saveIssues, saveMergeCommit, saveRuns, pullRequests, runs,
    tasksOfPullRequest, tasksOfCommit,
    tasksOfIssue, repository,
  ]
}
