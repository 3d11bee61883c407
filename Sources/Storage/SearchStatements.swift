package import Postgres

/// SQL of the search. `$n` of patterns are `LIKE` patterns in lower case; what is found matches all of them.
package enum SearchStatements {
  /// Projects somebody may open.
  package static let projects = Statement(
    "search.projects",
    """
    SELECT slug, name FROM projects
    WHERE ($2 OR EXISTS (SELECT FROM project_memberships WHERE project_id = projects.id AND user_id = $1))
      AND (lower(name) LIKE ALL ($3::text[]) OR slug LIKE ALL ($3::text[]))
    ORDER BY archived_at IS NOT NULL, lower(name), id LIMIT $4
    """)

  /// Among the `$3` tasks that changed last. Row-level security keeps text indexes out of reach (their operators are not leakproof), and reading
  /// the titles of a large project for every keystroke would cost more than any page.
  package static let tasks = Statement(
    "search.tasks",
    """
    SELECT id, title, status, issue_number FROM (
      SELECT id, title, status, issue_number, updated_at FROM tasks WHERE project_id = $1 ORDER BY updated_at DESC, id DESC LIMIT $3
    ) AS recent
    WHERE lower(title) LIKE ALL ($2::text[]) ORDER BY updated_at DESC, id DESC LIMIT $4
    """)

  /// Tasks of an issue's number, whichever repository it belongs to.
  package static let issue = Statement(
    "search.issue",
    """
    SELECT tasks.id, tasks.title, tasks.status, tasks.issue_number
    FROM repositories JOIN tasks ON tasks.project_id = $1 AND tasks.repository_id = repositories.id AND tasks.issue_number = $2
    WHERE repositories.project_id = $1 ORDER BY tasks.updated_at DESC, tasks.id DESC LIMIT $3
    """)

  package static let all = [projects, tasks, issue]
}
