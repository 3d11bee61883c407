package import Postgres

/// SQL of audits.
package enum AuditStatements {
  package static let addToProject = Statement(
    "audit.add_to_project",
    """
    INSERT INTO project_events (project_id, source, event_type, ref_json, actor_id, actor, address)
    VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7)
    """)

  package static let addToInstance = Statement(
    "audit.add_to_instance",
    "INSERT INTO instance_events (source, event_type, ref_json, actor_id, actor, address) VALUES ($1, $2, $3::jsonb, $4, $5, $6)")

  private static let columns = "id, source, event_type, ref_json::text, actor, actor_id, address, created_at"

  /// Newest first, those before `$2`, which is nil for the first page; `$3` a person and `$4` an area, both of which may be nil.
  package static let listProject = Statement(
    "audit.list_project",
    """
    SELECT \(columns) FROM project_events
    WHERE project_id = $1 AND id < coalesce($2::bigint, 9223372036854775807) AND ($3::bigint IS NULL OR actor_id = $3)
      AND ($4::text IS NULL OR starts_with(event_type, $4 || '.'))
    ORDER BY id DESC LIMIT $5
    """)

  package static let listInstance = Statement(
    "audit.list_instance",
    """
    SELECT \(columns) FROM instance_events
    WHERE id < coalesce($1::bigint, 9223372036854775807) AND ($2::bigint IS NULL OR actor_id = $2)
      AND ($3::text IS NULL OR starts_with(event_type, $3 || '.'))
    ORDER BY id DESC LIMIT $4
    """)

  /// Who did what lately: what a page offers to choose from. A thousand entries are enough for that, and bound the work.
  package static let recentOfProject = Statement(
    "audit.recent_of_project",
    """
    SELECT DISTINCT split_part(event_type, '.', 1), actor_id, actor FROM (
      SELECT event_type, actor_id, actor FROM project_events WHERE project_id = $1 ORDER BY id DESC LIMIT 1000) AS recent
    """)

  package static let recentOfInstance = Statement(
    "audit.recent_of_instance",
    """
    SELECT DISTINCT split_part(event_type, '.', 1), actor_id, actor FROM (
      SELECT event_type, actor_id, actor FROM instance_events ORDER BY id DESC LIMIT 1000) AS recent
    """)

  package static let all = [addToProject, addToInstance, listProject, listInstance, recentOfProject, recentOfInstance]
}
