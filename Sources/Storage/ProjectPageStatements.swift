package import Postgres

/// SQL of the pages about projects.
package enum ProjectPageStatements {
  /// What tells how far a project is connected, in the order of `IntegrationFacts`.
  private static let facts = """
    EXISTS (SELECT FROM project_secrets WHERE project_id = projects.id AND name = 'asana.token'),
    (SELECT count(*) FROM asana_projects WHERE project_id = projects.id),
    (SELECT count(*) FROM asana_hooks WHERE project_id = projects.id AND state = 'active'),
    EXISTS (SELECT FROM project_secrets WHERE project_id = projects.id AND name = 'github.token'),
    EXISTS (SELECT FROM project_secrets WHERE project_id = projects.id AND name = 'github.webhook_secret'),
    (SELECT count(*) FROM repositories WHERE project_id = projects.id AND is_active),
    EXISTS (SELECT FROM deliveries WHERE project_id = projects.id AND source = 'github')
    """

  /// Whose they are, for `list` and `counts`: `$1` the user, `$2` whether every project is theirs to see; `$4` a pattern or nothing.
  private static let mine = """
    ($2 OR EXISTS (SELECT FROM project_memberships WHERE project_id = projects.id AND user_id = $1))
    """
  private static let found = "($4::text IS NULL OR name ILIKE $4 OR slug ILIKE $4)"

  /// A page of the projects a user may open: `$3` whether the archived ones, `$5` how many after `$6`.
  package static let list = Statement(
    "pages.projects",
    """
    SELECT projects.slug, projects.name,
      coalesce((SELECT sum(count) FROM task_counts WHERE project_id = projects.id), 0)::bigint,
      coalesce((SELECT sum(count) FROM task_counts WHERE project_id = projects.id AND status = ANY ($7::text[])), 0)::bigint,
      \(facts), asana.account, asana.failing_since, asana.failure, asana.checked_at, github.account, github.failing_since, github.failure,
      github.checked_at
    FROM (
      SELECT id, slug, name FROM projects WHERE (archived_at IS NOT NULL) = $3::boolean AND \(mine) AND \(found)
      ORDER BY lower(name), id LIMIT $5 OFFSET $6
    ) AS projects
    LEFT JOIN integration_checks AS asana ON asana.project_id = projects.id AND asana.system = 'asana'
    LEFT JOIN integration_checks AS github ON github.project_id = projects.id AND github.system = 'github'
    ORDER BY lower(projects.name), projects.id
    """)

  /// How many are active, how many archived, and how many are found.
  package static let counts = Statement(
    "pages.project_counts",
    """
    SELECT count(*) FILTER (WHERE archived_at IS NULL), count(*) FILTER (WHERE archived_at IS NOT NULL),
      count(*) FILTER (WHERE (archived_at IS NOT NULL) = $3::boolean AND \(found))
    FROM projects WHERE \(mine)
    """)

  package static let settings = Statement(
    "pages.settings",
    """
    SELECT projects.public_id, projects.linking, projects.agent_logins, projects.notes, workspace_gid, auto_field_gid,
      repository_field_gid, status_field_gid, \(facts), projects.settings_version
    FROM projects LEFT JOIN asana_settings ON asana_settings.project_id = projects.id
    WHERE projects.id = $1
    """)

  /// One row for each Asana project, with its live webhook if there is one.
  package static let asanaHooks = Statement(
    "pages.asana_hooks",
    """
    SELECT asana_projects.gid, asana_projects.name, hook.state, hook.last_delivery_at, hook.last_failure_at, coalesce(hook.failures, 0)
    FROM asana_projects LEFT JOIN asana_hooks AS hook ON hook.project_id = asana_projects.project_id
      AND hook.asana_project_gid = asana_projects.gid AND hook.state <> 'gone'
    WHERE asana_projects.project_id = $1 ORDER BY asana_projects.gid
    """)

  package static let githubHealth = Statement(
    "pages.github_health",
    """
    SELECT (SELECT received_at FROM deliveries WHERE project_id = $1 AND source = 'github' ORDER BY id DESC LIMIT 1),
      health.last_failure_at, coalesce(health.failures, 0)
    FROM (SELECT) AS one LEFT JOIN github_hook_health AS health ON health.project_id = $1
    """)

  package static let all = [list, counts, settings, asanaHooks, githubHealth]
}
