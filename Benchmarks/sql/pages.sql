-- What the pages of a project show beside its tasks. Variables: slug, invite (the token of one).
INSERT INTO task_events (project_id, task_id, source, event_type, ref_json, created_at)
SELECT task.project_id, task.id, 'user', 'manual.action', jsonb_build_object('note', 'Checked by hand, part ' || n), now() - n * interval '1 minute'
FROM generate_series(1, 200) AS n
CROSS JOIN (
  SELECT project_id, id FROM tasks WHERE project_id = (SELECT id FROM projects WHERE slug = :'slug') ORDER BY id LIMIT 1) AS task;
ANALYZE task_events;
INSERT INTO invites (project_id, token_hash, role, note, expires_at)
SELECT id, sha256(convert_to(:'invite', 'UTF8')), 'viewer', 'Whoever comes next', now() + interval '7 days' FROM projects WHERE slug = :'slug';
