package import Postgres

/// SQL of the pages about tasks.
package enum TaskPageStatements {
  private static let listed = """
    SELECT tasks.id, tasks.title, tasks.status, tasks.issue_number, tasks.issue_url, tasks.pr_number, tasks.pr_url, tasks.ci_state,
      tasks.ci_url, repositories.name, tasks.updated_at
    FROM tasks LEFT JOIN repositories ON repositories.project_id = tasks.project_id AND repositories.id = tasks.repository_id
    """

  /// `$2` rows after the first `$3`, newest change first.
  package static let list = Statement(
    "pages.tasks",
    "\(listed) WHERE tasks.project_id = $1 ORDER BY tasks.updated_at DESC, tasks.id DESC LIMIT $2 OFFSET $3")

  package static let listByStatus = Statement(
    "pages.tasks_by_status",
    """
    \(listed) WHERE tasks.project_id = $1 AND tasks.status = $4 ORDER BY tasks.updated_at DESC, tasks.id DESC LIMIT $2 OFFSET $3
    """)

  package static let counts = Statement("pages.task_counts", "SELECT status, count FROM task_counts WHERE project_id = $1 AND count > 0")

  package static let header = Statement(
    "pages.task",
    """
    SELECT tasks.title, tasks.permalink, tasks.asana_gid, tasks.status, tasks.stage, tasks.hold, tasks.auto_enabled, repositories.name,
      tasks.issue_number, tasks.issue_url, tasks.trigger_comment_id, tasks.pr_number, tasks.pr_url, tasks.merged_pr_number,
      tasks.merge_commit_sha, tasks.ci_state, tasks.ci_url, tasks.failure_stage, tasks.failure_reason,
      jsonb_array_length(tasks.failed_effects), tasks.status_changed_at, tasks.created_at, tasks.revision, tasks.is_tracker_completed
    FROM tasks LEFT JOIN repositories ON repositories.project_id = tasks.project_id AND repositories.id = tasks.repository_id
    WHERE tasks.project_id = $1 AND tasks.id = $2
    """)

  /// How many lines of each type the timeline has, and when the first and the last of each were written.
  package static let milestones = Statement(
    "pages.milestones",
    """
    SELECT event_type, count(*), min(created_at), max(created_at) FROM task_events WHERE project_id = $1 AND task_id = $2
    GROUP BY event_type
    """)

  /// `$3` lines after the first `$4`, newest first. The details as two arrays, so that no JSON has to be read here.
  package static let timeline = Statement(
    "pages.timeline",
    """
    SELECT id, source, event_type, actor, delivery_id, created_at, ARRAY(SELECT key FROM jsonb_each_text(ref_json)),
      ARRAY(SELECT value FROM jsonb_each_text(ref_json))
    FROM task_events WHERE project_id = $1 AND task_id = $2 ORDER BY id DESC LIMIT $3 OFFSET $4
    """)

  /// Unfinished jobs of a task, and those that failed since it last changed its status.
  package static let jobs = Statement(
    "pages.jobs",
    """
    SELECT kind, key, state, attempts, run_at, last_error FROM jobs
    WHERE project_id = $1 AND task_id = $2 AND state IN ('pending', 'running', 'failed') ORDER BY id DESC LIMIT 20
    """)

  package static let all = [list, listByStatus, counts, header, milestones, timeline, jobs]
}
