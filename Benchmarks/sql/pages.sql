-- What the pages of a project show beside its tasks. Variables: slug, invite (the token of one).
INSERT INTO task_events (project_id, task_id, source, event_type, ref_json, created_at)
SELECT task.project_id, task.id, 'user', 'manual.action', jsonb_build_object('note', 'Checked by hand, part ' || n), now() - n * interval '1 minute'
FROM generate_series(1, 200) AS n
CROSS JOIN (
  SELECT project_id, id FROM tasks WHERE project_id = (SELECT id FROM projects WHERE slug = :'slug') ORDER BY id LIMIT 1) AS task;
ANALYZE task_events;
INSERT INTO invites (project_id, token_hash, role, note, expires_at)
SELECT id, sha256(convert_to(:'invite', 'UTF8')), 'viewer', 'Whoever comes next', now() + interval '7 days' FROM projects WHERE slug = :'slug';
-- A note of 8 KB in ten versions, and fifty others beside it.
INSERT INTO project_notes (project_id, title, version)
SELECT id, 'Note ' || n, CASE WHEN n = 50 THEN 10 ELSE 1 END FROM projects CROSS JOIN generate_series(1, 50) AS n WHERE slug = :'slug' ORDER BY n;
INSERT INTO project_note_versions (project_id, note_id, version, title, body, author)
SELECT note.project_id, note.id, v, note.title, 'Version ' || v || E'\n\n' || repeat(E'## Limits\n\n- `export` answers **429** after [ten calls](https://example.com/limits)\n- it tells when to come back\n\n', 80), 'bench'
FROM project_notes AS note CROSS JOIN LATERAL generate_series(1, note.version) AS v
WHERE note.project_id = (SELECT id FROM projects WHERE slug = :'slug') AND NOT note.is_context;
