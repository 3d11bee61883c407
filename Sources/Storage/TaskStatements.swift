package import Postgres

/// SQL of the task row, its specs, links and timeline.
package enum TaskStatements {
  static let stateColumns = """
    stage, hold, auto_enabled, repository_id, is_repository_chosen, title, permalink, tracker_modified_at, is_tracker_completed,
    is_completed_by_us, spec_version, spec_digest, issue_number, issue_url, is_issue_closed, trigger_comment_id, closed_pull_requests,
    pull_request_repairs, merged_pr_number, merge_commit_sha, ci_state, ci_url, failure_stage, failure_reason, failed_effects::text,
    revision, asana_gid
    """

  /// Makes the row of a tracker task nobody has seen; does nothing when it exists.
  package static let admit = Statement(
    "tasks.admit",
    """
    INSERT INTO tasks (project_id, asana_gid, title, status, stage) SELECT $1, $2, $3, 'RECEIVED', 'received'
    WHERE NOT EXISTS (SELECT FROM tasks WHERE project_id = $1 AND asana_gid = $2)
    ON CONFLICT (project_id, asana_gid) DO NOTHING
    """)

  package static let idByGID = Statement("tasks.id_by_gid", "SELECT id FROM tasks WHERE project_id = $1 AND asana_gid = $2")

  package static let lock = Statement(
    "tasks.lock", "SELECT \(stateColumns) FROM tasks WHERE project_id = $1 AND id = $2 FOR UPDATE")

  package static let state = Statement("tasks.state", "SELECT \(stateColumns) FROM tasks WHERE project_id = $1 AND id = $2")

  package static let links = Statement(
    "tasks.links", "SELECT number FROM task_pull_requests WHERE project_id = $1 AND task_id = $2 ORDER BY position")

  package static let policy = Statement("tasks.policy", "SELECT linking, agent_logins, public_id FROM projects WHERE id = $1")

  /// Whether a delivery was written to this task's timeline already.
  package static let receipt = Statement(
    "tasks.receipt",
    "SELECT count(*) FROM task_events WHERE project_id = $1 AND task_id = $2 AND delivery_id = $3 AND event_type = $4")

  package static let save = Statement(
    "tasks.save",
    """
    UPDATE tasks SET status = $3, stage = $4, hold = $5, auto_enabled = $6, repository_id = $7, is_repository_chosen = $8, title = $9,
      permalink = $10, tracker_modified_at = $11, is_tracker_completed = $12, is_completed_by_us = $13, spec_version = $14,
      spec_digest = $15, issue_number = $16, issue_url = $17, is_issue_closed = $18, trigger_comment_id = $19,
      closed_pull_requests = $20, pull_request_repairs = $21, merged_pr_number = $22, merge_commit_sha = $23, ci_state = $24,
      ci_url = $25, failure_stage = $26, failure_reason = $27, failed_effects = $28::jsonb, revision = $29, updated_at = now(),
      status_changed_at = CASE WHEN status = $3 THEN status_changed_at ELSE now() END,
      pr_number = $30, pr_url = coalesce((SELECT url FROM pull_requests AS shown WHERE shown.project_id = $1
        AND shown.repository_id = $7 AND shown.number = $30), CASE WHEN pr_number = $30 THEN pr_url END)
    WHERE project_id = $1 AND id = $2
    """)

  package static let saveLinks = Statement(
    "tasks.save_links",
    """
    INSERT INTO task_pull_requests (project_id, task_id, repository_id, number, position)
    SELECT $1, $2, $3, number, position FROM unnest($4::bigint[]) WITH ORDINALITY AS linked (number, position)
    ON CONFLICT (project_id, task_id, number) DO UPDATE SET position = excluded.position
      WHERE task_pull_requests.position <> excluded.position
    """)

  package static let saveSpec = Statement(
    "tasks.save_spec",
    "INSERT INTO taskspecs (project_id, task_id, version, spec) VALUES ($1, $2, $3, $4::jsonb) ON CONFLICT DO NOTHING")

  package static let specs = Statement(
    "tasks.specs",
    "SELECT version, spec::text, created_at FROM taskspecs WHERE project_id = $1 AND task_id = $2 ORDER BY version DESC LIMIT 50")

  package static let append = Statement(
    "tasks.append_events",
    """
    INSERT INTO task_events (project_id, task_id, source, event_type, ref_json, actor, delivery_id)
    SELECT $1, $2, source, event_type, ref_json::jsonb, actor, delivery_id
    FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) WITH ORDINALITY
      AS entry (source, event_type, ref_json, actor, delivery_id, position)
    ORDER BY position
    """)

  /// Tells open pages that a task changed.
  package static let announce = Statement("tasks.announce", "SELECT pg_notify('tasks', $1)")

  package static let all = [
    admit, idByGID, lock, state, links, policy, receipt, save, saveLinks, saveSpec, specs, append, announce,
  ]
}
