package import Postgres

/// SQL of the notes of a project.
package enum NoteStatements {
  /// The project's context first, then by title.
  package static let list = Statement(
    "notes.list",
    """
    SELECT id, project_notes.title, project_notes.version, is_context, octet_length(body), updated_at, author
    FROM project_notes JOIN project_note_versions
      ON project_note_versions.project_id = project_notes.project_id AND note_id = id AND project_note_versions.version = project_notes.version
    WHERE project_notes.project_id = $1 AND deleted_at IS NULL
    ORDER BY is_context DESC, lower(project_notes.title), id LIMIT $2
    """)

  /// Version `$3` of a note; the newest when it is null.
  package static let revision = Statement(
    "notes.revision",
    """
    SELECT project_note_versions.version, project_note_versions.title, body, author, project_note_versions.created_at, is_context,
      project_notes.version
    FROM project_notes JOIN project_note_versions
      ON project_note_versions.project_id = project_notes.project_id AND note_id = id
        AND project_note_versions.version = coalesce($3::bigint, project_notes.version)
    WHERE project_notes.project_id = $1 AND id = $2 AND deleted_at IS NULL
    """)

  /// Newest first, those before version `$3`, which is null for the first page.
  package static let history = Statement(
    "notes.history",
    """
    SELECT version, title, octet_length(body), author, created_at FROM project_note_versions
    WHERE project_id = $1 AND note_id = $2 AND version < coalesce($3::bigint, 9223372036854775807) ORDER BY version DESC LIMIT $4
    """)

  /// Writers of a project's notes go one after another: its limit holds, and no two wait for each other.
  package static let lockProject = Statement("notes.lock_project", "SELECT id FROM projects WHERE id = $1 FOR NO KEY UPDATE")

  package static let count = Statement(
    "notes.count", "SELECT count(*) FROM project_notes WHERE project_id = $1 AND deleted_at IS NULL AND NOT is_context")

  package static let insert = Statement("notes.insert", "INSERT INTO project_notes (project_id, title) VALUES ($1, $2) RETURNING id")

  /// Makes the next version the newest one, if version `$3` is that still.
  package static let advance = Statement(
    "notes.advance",
    """
    UPDATE project_notes SET title = $4, version = version + 1, updated_at = now()
    WHERE project_id = $1 AND id = $2 AND version = $3 AND deleted_at IS NULL
    """)

  package static let addVersion = Statement(
    "notes.add_version",
    """
    INSERT INTO project_note_versions (project_id, note_id, version, title, body, author_id, author) VALUES ($1, $2, $3, $4, $5, $6, $7)
    """)

  /// What goes into every issue.
  package static let setContext = Statement("notes.set_context", "UPDATE projects SET notes = $2, updated_at = now() WHERE id = $1")

  package static let delete = Statement(
    "notes.delete",
    """
    UPDATE project_notes SET deleted_at = now() WHERE project_id = $1 AND id = $2 AND deleted_at IS NULL AND NOT is_context RETURNING title
    """)

  package static let all = [list, revision, history, lockProject, count, insert, advance, addVersion, setContext, delete]
}
