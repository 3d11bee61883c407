package import Postgres

/// SQL of the settings page. What is written here is what a project file writes too, with the ids that the page has read.
package enum SettingsStatements {
  // MARK: Reading

  package static let load = Statement(
    "settings.load",
    """
    SELECT public_id, settings_version, linking, agent_logins, workspace_gid, auto_field_gid, repository_field_gid, status_field_gid,
      coalesce(asana_settings.names, '{}')::text,
      (SELECT count(*) FROM asana_hooks WHERE project_id = projects.id AND state = 'active'),
      EXISTS (SELECT FROM deliveries WHERE project_id = projects.id AND source = 'github')
    FROM projects LEFT JOIN asana_settings ON asana_settings.project_id = projects.id WHERE projects.id = $1
    """)

  package static let asanaProjects = Statement(
    "settings.asana_projects", "SELECT gid, coalesce(name, '') FROM asana_projects WHERE project_id = $1 ORDER BY lower(name), gid")

  package static let autoValues = Statement(
    "settings.auto_values", "SELECT name, option_gid FROM asana_auto_values WHERE project_id = $1 ORDER BY lower(name), name")

  package static let statusMap = Statement(
    "settings.status_map", "SELECT name, option_gid, hold FROM asana_status_map WHERE project_id = $1 ORDER BY lower(name), name")

  package static let repositoryMap = Statement(
    "settings.repository_map",
    """
    SELECT repository_map.name, option_gid, repositories.name FROM repository_map
    JOIN repositories ON repositories.project_id = repository_map.project_id AND repositories.id = repository_id AND is_active
    WHERE repository_map.project_id = $1 ORDER BY lower(repository_map.name), repository_map.name
    """)

  // MARK: Writing

  /// Holds other writers of the project's settings off until the end of the transaction.
  package static let lock = Statement(
    "settings.lock", "SELECT settings_version, archived_at IS NOT NULL FROM projects WHERE id = $1 FOR NO KEY UPDATE")

  /// All that a section can save, as one value: whether a save has changed anything. A secret is sealed anew each time, so it always has.
  package static let digest = Statement(
    "settings.digest",
    """
    SELECT md5(row(linking, agent_logins,
      (SELECT row(workspace_gid, auto_field_gid, repository_field_gid, status_field_gid)::text FROM asana_settings WHERE project_id = $1),
      (SELECT string_agg(row(name, sealed)::text, '' ORDER BY name) FROM project_secrets
        WHERE project_id = $1 AND name NOT LIKE 'asana.hook:%'),
      (SELECT string_agg(row(gid)::text, '' ORDER BY gid) FROM asana_projects WHERE project_id = $1),
      (SELECT string_agg(row(name, option_gid)::text, '' ORDER BY name) FROM asana_auto_values WHERE project_id = $1),
      (SELECT string_agg(row(name, option_gid, hold)::text, '' ORDER BY name) FROM asana_status_map WHERE project_id = $1),
      (SELECT string_agg(row(name, option_gid, repository_id)::text, '' ORDER BY name) FROM repository_map WHERE project_id = $1),
      (SELECT string_agg(row(name, is_default)::text, '' ORDER BY name) FROM repositories WHERE project_id = $1 AND is_active))::text)
    FROM projects WHERE id = $1
    """)

  package static let saveWorkspace = Statement(
    "settings.save_workspace",
    """
    INSERT INTO asana_settings (project_id, workspace_gid) VALUES ($1, $2)
    ON CONFLICT (project_id) DO UPDATE SET workspace_gid = excluded.workspace_gid
    """)

  /// Only what Asana has told: a name that is empty does not replace one.
  package static let saveProjectNames = Statement(
    "settings.save_project_names",
    """
    UPDATE asana_projects SET name = known.name FROM unnest($2::text[], $3::text[]) AS known (gid, name)
    WHERE asana_projects.project_id = $1 AND asana_projects.gid = known.gid AND known.name <> ''
    """)

  package static let saveNames = Statement(
    "settings.save_names", "UPDATE asana_settings SET names = names || $2::jsonb WHERE project_id = $1")

  /// Ids of options belong to their field: they are forgotten with it, and looked up by name in the new one.
  package static let forgetOptions = Statement(
    "settings.forget_options",
    """
    WITH changed AS (
      SELECT auto_field_gid IS DISTINCT FROM $2 AS auto, repository_field_gid IS DISTINCT FROM $3 AS repository,
        status_field_gid IS DISTINCT FROM $4 AS status
      FROM asana_settings WHERE project_id = $1
    ), auto_values AS (
      UPDATE asana_auto_values SET option_gid = NULL FROM changed WHERE changed.auto AND project_id = $1
    ), map AS (
      UPDATE repository_map SET option_gid = NULL FROM changed WHERE changed.repository AND project_id = $1
    )
    UPDATE asana_status_map SET option_gid = NULL FROM changed WHERE changed.status AND project_id = $1
    """)

  package static let saveFields = Statement(
    "settings.save_fields",
    """
    INSERT INTO asana_settings (project_id, auto_field_gid, repository_field_gid, status_field_gid) VALUES ($1, $2, $3, $4)
    ON CONFLICT (project_id) DO UPDATE SET auto_field_gid = excluded.auto_field_gid,
      repository_field_gid = excluded.repository_field_gid, status_field_gid = excluded.status_field_gid
    """)

  package static let clearAutoValues = Statement("settings.clear_auto_values", "DELETE FROM asana_auto_values WHERE project_id = $1")
  package static let addAutoValues = Statement(
    "settings.add_auto_values",
    """
    INSERT INTO asana_auto_values (project_id, name, option_gid) SELECT $1, * FROM unnest($2::text[], $3::text[])
    ON CONFLICT (project_id, name) DO UPDATE SET option_gid = excluded.option_gid
    """)

  package static let clearStatusMap = Statement("settings.clear_status_map", "DELETE FROM asana_status_map WHERE project_id = $1")
  package static let addStatusMap = Statement(
    "settings.add_status_map",
    "INSERT INTO asana_status_map (project_id, name, option_gid, hold) SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[])")

  package static let clearRepositoryMap = Statement(
    "settings.clear_repository_map", "DELETE FROM repository_map WHERE project_id = $1")
  package static let addRepositoryMap = Statement(
    "settings.add_repository_map",
    """
    INSERT INTO repository_map (project_id, name, option_gid, repository_id)
    SELECT $1, chosen.name, chosen.option, repositories.id FROM unnest($2::text[], $3::text[], $4::text[]) AS chosen (name, option, repository)
    JOIN repositories ON repositories.project_id = $1 AND lower(repositories.name) = lower(chosen.repository) AND is_active
    """)

  package static let saveRules = Statement(
    "settings.save_rules", "UPDATE projects SET linking = $2, agent_logins = $3 WHERE id = $1")

  package static let all = [
    load, asanaProjects, autoValues, statusMap, repositoryMap, lock, digest, saveWorkspace, saveProjectNames, saveNames,
    forgetOptions, saveFields, clearAutoValues, addAutoValues, clearStatusMap, addStatusMap, clearRepositoryMap, addRepositoryMap,
    saveRules,
  ]
}
