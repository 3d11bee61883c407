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

  /// Newest first, those before `$2`, which is nil for the first page.
  package static let listProject = Statement(
    "audit.list_project",
    """
    SELECT id, source, event_type, ref_json::text, actor, address, created_at FROM project_events
    WHERE project_id = $1 AND id < coalesce($2::bigint, 9223372036854775807) ORDER BY id DESC LIMIT $3
    """)

  package static let listInstance = Statement(
    "audit.list_instance",
    """
    SELECT id, source, event_type, ref_json::text, actor, address, created_at FROM instance_events
    WHERE id < coalesce($1::bigint, 9223372036854775807) ORDER BY id DESC LIMIT $2
    """)

  package static let all = [addToProject, addToInstance, listProject, listInstance]
}
