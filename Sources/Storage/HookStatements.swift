package import Postgres

/// SQL of Asana's webhooks and of the health of both kinds.
package enum HookStatements {
  package static let list = Statement(
    "hooks.list",
    """
    SELECT asana_projects.gid, hook.token, hook.state, hook.webhook_gid, hook.target, hook.pending_until > now()
    FROM asana_projects
    LEFT JOIN asana_hooks AS hook ON hook.project_id = asana_projects.project_id AND hook.asana_project_gid = asana_projects.gid
      AND hook.state <> 'gone'
    WHERE asana_projects.project_id = $1 ORDER BY asana_projects.gid
    """)

  package static let begin = Statement(
    "hooks.begin",
    """
    INSERT INTO asana_hooks (project_id, token, asana_project_gid, state, pending_until, target)
    VALUES ($1, $2, $3, 'pending', now() + interval '2 minutes', $4)
    """)

  /// Accepts a handshake once, and only while our own create call is open (decision 6.13).
  package static let shake = Statement(
    "hooks.shake",
    """
    UPDATE asana_hooks SET state = 'active', pending_until = NULL
    WHERE project_id = $1 AND token = $2 AND state = 'pending' AND pending_until > now()
    """)

  package static let confirm = Statement(
    "hooks.confirm", "UPDATE asana_hooks SET webhook_gid = $3 WHERE project_id = $1 AND token = $2 AND state = 'active'")

  package static let forget = Statement(
    "hooks.forget", "UPDATE asana_hooks SET state = 'gone', pending_until = NULL WHERE project_id = $1 AND token = $2")

  /// At most one write a second for each hook.
  package static let touch = Statement(
    "hooks.touch",
    """
    UPDATE asana_hooks SET last_delivery_at = now()
    WHERE project_id = $1 AND token = $2 AND (last_delivery_at IS NULL OR last_delivery_at < now() - interval '1 second')
    """)

  package static let countAsanaFailure = Statement(
    "hooks.count_asana_failure",
    "UPDATE asana_hooks SET failures = failures + 1, last_failure_at = now() WHERE project_id = $1 AND token = $2")

  package static let countGitHubFailure = Statement(
    "hooks.count_github_failure",
    """
    INSERT INTO github_hook_health (project_id, failures, last_failure_at) VALUES ($1, 1, now())
    ON CONFLICT (project_id) DO UPDATE SET failures = github_hook_health.failures + 1, last_failure_at = now()
    """)

  package static let leave = Statement(
    "hooks.leave", "INSERT INTO asana_hooks_leaving (project_id, webhook_gid) VALUES ($1, $2) ON CONFLICT DO NOTHING")

  package static let leaving = Statement(
    "hooks.leaving", "SELECT webhook_gid FROM asana_hooks_leaving WHERE project_id = $1 ORDER BY webhook_gid")

  package static let left = Statement("hooks.left", "DELETE FROM asana_hooks_leaving WHERE project_id = $1 AND webhook_gid = $2")

  package static let all = [list, begin, shake, confirm, forget, touch, countAsanaFailure, countGitHubFailure, leave, leaving, left]
}
