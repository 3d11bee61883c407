-- A project may have several keys: when the master key that wrapped one is lost, a new generation seals what is entered again, and what the old
-- one sealed can still be read if that master key comes back.

ALTER TABLE project_keys ADD COLUMN generation bigint NOT NULL DEFAULT 1 CHECK (generation > 0);
ALTER TABLE project_keys ALTER COLUMN generation DROP DEFAULT;
ALTER TABLE project_keys DROP CONSTRAINT project_keys_pkey;
ALTER TABLE project_keys ADD PRIMARY KEY (project_id, generation);

ALTER TABLE project_secrets ADD COLUMN generation bigint NOT NULL DEFAULT 1;
ALTER TABLE project_secrets ALTER COLUMN generation DROP DEFAULT;
ALTER TABLE project_secrets ADD FOREIGN KEY (project_id, generation) REFERENCES project_keys;
CREATE INDEX project_secrets_generation ON project_secrets (project_id, generation);
