-- Webhooks that Asana still has and nobody wants any more: the next job of the project's webhooks deletes them there. One whose create call was
-- cut off has no gid here; Asana deletes it by itself, 24 hours after its deliveries began to be refused.
CREATE TABLE asana_hooks_leaving (
  project_id bigint NOT NULL REFERENCES projects ON DELETE CASCADE,
  webhook_gid text NOT NULL,
  PRIMARY KEY (project_id, webhook_gid)
);

ALTER TABLE asana_hooks_leaving ENABLE ROW LEVEL SECURITY;
ALTER TABLE asana_hooks_leaving FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON asana_hooks_leaving
  USING (project_id = nullif(current_setting('app.project_id', true), '')::bigint OR current_setting('app.scope', true) = 'system');
GRANT SELECT, INSERT, UPDATE, DELETE ON asana_hooks_leaving TO autoflow_app;
