-- The note that goes into every issue, and a place for embeddings where the server has pgvector.

-- The limit of a note is the program's: a project file of the first release knew none.
ALTER TABLE project_note_versions DROP CONSTRAINT project_note_versions_body_check;

-- One note of a project is its context: what `projects.notes` holds goes into every issue, and the versions of this note are its history.
ALTER TABLE project_notes ADD COLUMN is_context boolean NOT NULL DEFAULT false;
ALTER TABLE project_notes ADD CHECK (NOT is_context OR deleted_at IS NULL);
CREATE UNIQUE INDEX project_notes_context ON project_notes (project_id) WHERE is_context;
CREATE INDEX project_notes_titles ON project_notes (project_id, is_context DESC, lower(title), id) WHERE deleted_at IS NULL;

-- Whoever writes `projects.notes`, a page, a project file or somebody with SQL: the history has it.
CREATE FUNCTION keep_project_context() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  note bigint;
  newest bigint;
BEGIN
  SELECT id, version INTO note, newest FROM project_notes WHERE project_id = NEW.id AND is_context FOR UPDATE;
  IF note IS NULL THEN
    INSERT INTO project_notes (project_id, title, is_context) VALUES (NEW.id, 'Project context', true) RETURNING id INTO note;
    INSERT INTO project_note_versions (project_id, note_id, version, title, body) VALUES (NEW.id, note, 1, 'Project context', NEW.notes);
  ELSIF NOT EXISTS (
    SELECT FROM project_note_versions WHERE project_id = NEW.id AND note_id = note AND version = newest AND body = NEW.notes
  ) THEN
    UPDATE project_notes SET version = newest + 1, updated_at = now() WHERE project_id = NEW.id AND id = note;
    INSERT INTO project_note_versions (project_id, note_id, version, title, body)
      VALUES (NEW.id, note, newest + 1, 'Project context', NEW.notes);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER projects_context_insert AFTER INSERT ON projects FOR EACH ROW EXECUTE FUNCTION keep_project_context();
CREATE TRIGGER projects_context_update AFTER UPDATE OF notes ON projects FOR EACH ROW WHEN (OLD.notes <> NEW.notes)
  EXECUTE FUNCTION keep_project_context();

DO $$
BEGIN
  PERFORM set_config('app.scope', 'system', true);
  INSERT INTO project_notes (project_id, title, is_context, created_at, updated_at)
    SELECT id, 'Project context', true, created_at, updated_at FROM projects;
  INSERT INTO project_note_versions (project_id, note_id, version, title, body, created_at)
    SELECT projects.id, project_notes.id, 1, 'Project context', notes, projects.updated_at
    FROM projects JOIN project_notes ON project_id = projects.id AND is_context;
  PERFORM set_config('app.scope', '', true);
END $$;

-- Embeddings --------------------------------------------------------------------------------------------------------------------------
-- Nothing here computes one: the column waits for whoever brings them. Called at each migration, since pgvector may be installed later.

CREATE FUNCTION prepare_embeddings() RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector') THEN
    RETURN 'absent';
  END IF;
  CREATE EXTENSION IF NOT EXISTS vector;
  ALTER TABLE project_note_versions ADD COLUMN IF NOT EXISTS embedding vector(384);
  CREATE INDEX IF NOT EXISTS project_note_versions_embedding ON project_note_versions USING hnsw (embedding vector_cosine_ops);
  RETURN 'ready';
-- No right to create the extension, or a pgvector older than 0.5: everything of this block is undone, and the product works without it.
EXCEPTION WHEN insufficient_privilege OR undefined_object OR undefined_function OR undefined_file OR feature_not_supported THEN
  RETURN 'refused: ' || SQLERRM;
END $$;
REVOKE EXECUTE ON FUNCTION prepare_embeddings() FROM PUBLIC;
