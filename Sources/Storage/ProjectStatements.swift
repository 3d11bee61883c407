package import Postgres

/// SQL of projects and their configuration.
package enum ProjectStatements {
  package static let create = Statement(
    "projects.create",
    "INSERT INTO projects (public_id, slug, name) VALUES ($1, $2, $3) ON CONFLICT (slug) DO NOTHING")

  /// Holds other writers of the project's settings off until the end of the transaction; tasks are counted meanwhile.
  package static let lock = Statement(
    "projects.lock", "SELECT id, archived_at IS NOT NULL FROM projects WHERE slug = $1 FOR NO KEY UPDATE")

  /// As `lock`, by id.
  package static let lockByID = Statement(
    "projects.lock_by_id", "SELECT slug, name, archived_at IS NOT NULL FROM projects WHERE id = $1 FOR NO KEY UPDATE")

  /// Gives up a transaction's right to see every project for that to see one.
  package static let narrow = Statement(
    "projects.narrow", "SELECT set_config('app.scope', '', true), set_config('app.project_id', $1::bigint::text, true)")

  package static let addMember = Statement(
    "projects.add_member", "INSERT INTO project_memberships (project_id, user_id, role) VALUES ($1, $2, 'admin')")

  package static let findBySlug = Statement(
    "projects.find_by_slug", "SELECT id, slug, name, public_id, archived_at IS NOT NULL FROM projects WHERE slug = $1")

  package static let findByPublicID = Statement(
    "projects.find_by_public_id", "SELECT id, archived_at IS NOT NULL FROM projects WHERE public_id = $1")

  package static let list = Statement(
    "projects.list", "SELECT id, slug, name, public_id, archived_at IS NOT NULL FROM projects ORDER BY slug")

  package static let rename = Statement(
    "projects.rename", "UPDATE projects SET slug = $2, name = $3, updated_at = now() WHERE id = $1")

  /// Tells whoever has the settings open that they are others now.
  package static let touch = Statement(
    "projects.touch", "UPDATE projects SET settings_version = settings_version + 1, updated_at = now() WHERE id = $1")

  /// Its waiting jobs are put where no claim looks: the queue must not walk over them.
  package static let archive = Statement(
    "projects.archive",
    """
    WITH parked AS (
      UPDATE jobs SET run_at = '9999-01-01' WHERE project_id = $1 AND state = 'pending'
    )
    UPDATE projects SET archived_at = now(), updated_at = now() WHERE id = $1 AND archived_at IS NULL
    """)

  package static let unarchive = Statement(
    "projects.unarchive",
    """
    WITH resumed AS (
      UPDATE jobs SET run_at = now() WHERE project_id = $1 AND state = 'pending' AND run_at >= '9999-01-01'
    )
    UPDATE projects SET archived_at = NULL, updated_at = now() WHERE id = $1 AND archived_at IS NOT NULL
    """)

  package static let update = Statement(
    "projects.update",
    """
    UPDATE projects SET name = coalesce($2, name), linking = coalesce($3, linking), agent_logins = coalesce($4, agent_logins),
      notes = coalesce($5, notes), updated_at = now()
    WHERE id = $1 AND (name, linking, agent_logins, notes)
      IS DISTINCT FROM (coalesce($2, name), coalesce($3, linking), coalesce($4, agent_logins), coalesce($5, notes))
    """)

  package static let saveAsana = Statement(
    "projects.save_asana",
    """
    INSERT INTO asana_settings AS known (project_id, workspace_gid, auto_field_gid, repository_field_gid, status_field_gid)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (project_id) DO UPDATE SET workspace_gid = coalesce(excluded.workspace_gid, known.workspace_gid),
      auto_field_gid = coalesce(excluded.auto_field_gid, known.auto_field_gid),
      repository_field_gid = coalesce(excluded.repository_field_gid, known.repository_field_gid),
      status_field_gid = coalesce(excluded.status_field_gid, known.status_field_gid)
    """)

  /// Forgets the ids of options whose field is about to become another one: they are asked for again by name.
  package static let forgetOptions = Statement(
    "projects.forget_options",
    """
    WITH changed AS (
      SELECT auto_field_gid IS DISTINCT FROM coalesce($2, auto_field_gid) AS auto,
        repository_field_gid IS DISTINCT FROM coalesce($3, repository_field_gid) AS repository,
        status_field_gid IS DISTINCT FROM coalesce($4, status_field_gid) AS status
      FROM asana_settings WHERE project_id = $1
    ), auto_values AS (
      UPDATE asana_auto_values SET option_gid = NULL FROM changed WHERE changed.auto AND project_id = $1
    ), map AS (
      UPDATE repository_map SET option_gid = NULL FROM changed WHERE changed.repository AND project_id = $1
    )
    UPDATE asana_status_map SET option_gid = NULL FROM changed WHERE changed.status AND project_id = $1
    """)

  package static let asana = Statement(
    "projects.asana",
    "SELECT auto_field_gid, repository_field_gid, status_field_gid, user_gid, workspace_gid FROM asana_settings WHERE project_id = $1")

  package static let saveAsanaUser = Statement("projects.save_asana_user", "UPDATE asana_settings SET user_gid = $2 WHERE project_id = $1")

  /// With their webhooks and the secrets of those: what still arrives for them is refused from now on, until Asana is told too.
  package static let dropAsanaProjects = Statement(
    "projects.drop_asana_projects",
    """
    WITH hooks AS (
      DELETE FROM asana_hooks WHERE project_id = $1 AND NOT asana_project_gid = ANY ($2::text[])
      RETURNING token, webhook_gid
    ), secrets AS (
      DELETE FROM project_secrets USING hooks WHERE project_id = $1 AND name = 'asana.hook:' || hooks.token
    ), leaving AS (
      INSERT INTO asana_hooks_leaving SELECT $1, webhook_gid FROM hooks WHERE webhook_gid IS NOT NULL ON CONFLICT DO NOTHING
    )
    DELETE FROM asana_projects WHERE project_id = $1 AND NOT gid = ANY ($2::text[])
    """)

  package static let addAsanaProjects = Statement(
    "projects.add_asana_projects",
    "INSERT INTO asana_projects (project_id, gid) SELECT $1, unnest($2::text[]) ON CONFLICT (project_id, gid) DO NOTHING")

  package static let asanaProjects = Statement("projects.asana_projects", "SELECT gid FROM asana_projects WHERE project_id = $1")

  /// Those that came by id alone, from a project file or pasted while Asana did not answer.
  package static let unnamedAsanaProjects = Statement(
    "projects.unnamed_asana_projects", "SELECT gid FROM asana_projects WHERE project_id = $1 AND name IS NULL ORDER BY gid")

  /// What a definition says beside its lists.
  package static let definition = Statement(
    "projects.definition",
    """
    SELECT slug, name, linking, agent_logins, notes, workspace_gid, auto_field_gid, repository_field_gid, status_field_gid
    FROM projects LEFT JOIN asana_settings ON asana_settings.project_id = projects.id WHERE projects.id = $1
    """)

  package static let dropAutoValues = Statement(
    "projects.drop_auto_values", "DELETE FROM asana_auto_values WHERE project_id = $1 AND NOT name = ANY ($2::text[])")

  package static let addAutoValues = Statement(
    "projects.add_auto_values",
    "INSERT INTO asana_auto_values (project_id, name) SELECT $1, unnest($2::text[]) ON CONFLICT (project_id, name) DO NOTHING")

  package static let dropHolds = Statement(
    "projects.drop_holds", "DELETE FROM asana_status_map WHERE project_id = $1 AND NOT name = ANY ($2::text[])")

  package static let addHolds = Statement(
    "projects.add_holds",
    """
    INSERT INTO asana_status_map (project_id, name, hold) SELECT $1, * FROM unnest($2::text[], $3::text[])
    ON CONFLICT (project_id, name) DO UPDATE SET hold = excluded.hold
    """)

  package static let retireRepositories = Statement(
    "projects.retire_repositories",
    "UPDATE repositories SET is_active = false, is_default = false WHERE project_id = $1 AND NOT lower(name) = ANY ($2::text[])")

  package static let addRepositories = Statement(
    "projects.add_repositories",
    """
    INSERT INTO repositories (project_id, name) SELECT $1, unnest($2::text[])
    ON CONFLICT (project_id, lower(name)) DO UPDATE SET name = excluded.name, is_active = true
    """)

  package static let clearDefault = Statement(
    "projects.clear_default",
    "UPDATE repositories SET is_default = false WHERE project_id = $1 AND is_default AND lower(name) IS DISTINCT FROM lower($2)")

  package static let setDefault = Statement(
    "projects.set_default",
    "UPDATE repositories SET is_default = true WHERE project_id = $1 AND lower(name) = lower($2) AND NOT is_default")

  package static let repositories = Statement(
    "projects.repositories",
    "SELECT id, name, is_default FROM repositories WHERE project_id = $1 AND is_active ORDER BY is_default DESC, lower(name)")

  package static let repositoryName = Statement(
    "projects.repository_name", "SELECT name FROM repositories WHERE project_id = $1 AND id = $2")

  package static let dropMap = Statement(
    "projects.drop_map", "DELETE FROM repository_map WHERE project_id = $1 AND NOT name = ANY ($2::text[])")

  package static let addMap = Statement(
    "projects.add_map",
    """
    INSERT INTO repository_map (project_id, name, repository_id)
    SELECT $1, chosen.name, repositories.id FROM unnest($2::text[], $3::text[]) AS chosen (name, repository)
    JOIN repositories ON repositories.project_id = $1 AND lower(repositories.name) = lower(chosen.repository)
    ON CONFLICT (project_id, name) DO UPDATE SET repository_id = excluded.repository_id
    """)

  /// Names of options whose ids are not known yet, and to which field they belong.
  package static let unresolved = Statement(
    "projects.unresolved",
    """
    SELECT 'auto', name FROM asana_auto_values WHERE project_id = $1 AND option_gid IS NULL
    UNION ALL SELECT 'status', name FROM asana_status_map WHERE project_id = $1 AND option_gid IS NULL
    UNION ALL SELECT 'repository', name FROM repository_map WHERE project_id = $1 AND option_gid IS NULL
    """)

  package static let resolveAuto = Statement(
    "projects.resolve_auto", "UPDATE asana_auto_values SET option_gid = $3 WHERE project_id = $1 AND name = $2")
  package static let resolveStatus = Statement(
    "projects.resolve_status", "UPDATE asana_status_map SET option_gid = $3 WHERE project_id = $1 AND name = $2")
  package static let resolveRepository = Statement(
    "projects.resolve_repository", "UPDATE repository_map SET option_gid = $3 WHERE project_id = $1 AND name = $2")

  package static let autoValueNames = Statement(
    "projects.auto_value_names", "SELECT name FROM asana_auto_values WHERE project_id = $1 ORDER BY name")
  package static let holdNames = Statement(
    "projects.hold_names", "SELECT name, hold FROM asana_status_map WHERE project_id = $1 ORDER BY name")
  /// Without those that lead to a repository which has left the project.
  package static let mapNames = Statement(
    "projects.map_names",
    """
    SELECT repository_map.name, repositories.name FROM repository_map
    JOIN repositories ON repositories.project_id = repository_map.project_id AND repositories.id = repository_id AND is_active
    WHERE repository_map.project_id = $1 ORDER BY repository_map.name
    """)

  package static let autoValues = Statement(
    "projects.auto_values", "SELECT option_gid FROM asana_auto_values WHERE project_id = $1 AND option_gid IS NOT NULL")
  package static let holds = Statement(
    "projects.holds", "SELECT option_gid, hold FROM asana_status_map WHERE project_id = $1 AND option_gid IS NOT NULL")
  package static let map = Statement(
    "projects.map",
    """
    SELECT option_gid, repository_id FROM repository_map
    JOIN repositories ON repositories.project_id = repository_map.project_id AND repositories.id = repository_id AND is_active
    WHERE repository_map.project_id = $1 AND option_gid IS NOT NULL
    """)

  package static let dropLinks = Statement("projects.drop_links", "DELETE FROM project_links WHERE project_id = $1")
  package static let addLink = Statement(
    "projects.add_link",
    "INSERT INTO project_links (project_id, position, kind, url, title, tags) VALUES ($1, $2::bigint, $3, $4, $5, $6)")
  package static let links = Statement(
    "projects.links", "SELECT kind, title, url, tags FROM project_links WHERE project_id = $1 ORDER BY position")

  package static let dropContacts = Statement("projects.drop_contacts", "DELETE FROM project_contacts WHERE project_id = $1")
  package static let addContact = Statement(
    "projects.add_contact",
    "INSERT INTO project_contacts (project_id, position, role, name, handle) VALUES ($1, $2::bigint, $3, $4, $5)")
  package static let contacts = Statement(
    "projects.contacts", "SELECT role, name, handle FROM project_contacts WHERE project_id = $1 ORDER BY position")

  package static let notes = Statement("projects.notes", "SELECT notes FROM projects WHERE id = $1")

  package static let all = [
    create, lock, lockByID, narrow, addMember, findBySlug, findByPublicID, list, rename, touch, archive, unarchive, update,
    forgetOptions, saveAsana, asana, saveAsanaUser, dropAsanaProjects, addAsanaProjects, asanaProjects, unnamedAsanaProjects,
    definition, dropAutoValues, addAutoValues, dropHolds, addHolds, retireRepositories, addRepositories, clearDefault, setDefault,
    repositories, repositoryName, dropMap, addMap, unresolved, resolveAuto, resolveStatus, resolveRepository, autoValueNames, holdNames,
    mapNames, autoValues, holds, map, dropLinks, addLink, links, dropContacts, addContact, contacts, notes,
  ]
}
