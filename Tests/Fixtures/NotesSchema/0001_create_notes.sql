-- A schema in the manner of the product's, just large enough to test the database tools.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'autoflow_test_role') THEN
    CREATE ROLE autoflow_test_role NOLOGIN;
  END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN
  NULL;
END $$;

CREATE TABLE notes (
  project_id bigint NOT NULL,
  id bigint NOT NULL,
  body text NOT NULL CONSTRAINT notes_body_not_empty CHECK (body <> ''),
  PRIMARY KEY (project_id, id)
);
ALTER TABLE notes ENABLE ROW LEVEL SECURITY;
ALTER TABLE notes FORCE ROW LEVEL SECURITY;
CREATE POLICY of_project ON notes USING (
  project_id = nullif(current_setting('app.project_id', true), '')::bigint OR current_setting('app.scope', true) = 'system'
);
GRANT SELECT, INSERT, UPDATE, DELETE ON notes TO autoflow_test_role;

CREATE TABLE counters (
  name text PRIMARY KEY,
  value bigint NOT NULL
);
GRANT SELECT, INSERT, UPDATE, DELETE ON counters TO autoflow_test_role;
