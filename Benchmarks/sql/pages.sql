-- What the pages of a project show beside its tasks. Variable: slug.
INSERT INTO task_events (project_id, task_id, source, event_type, ref_json, created_at)
SELECT task.project_id, task.id, 'user', 'manual.action', jsonb_build_object('note', 'Checked by hand, part ' || n), now() - n * interval '1 minute'
FROM generate_series(1, 200) AS n
CROSS JOIN (
  SELECT project_id, id FROM tasks WHERE project_id = (SELECT id FROM projects WHERE slug = :'slug') ORDER BY id LIMIT 1) AS task;
ANALYZE task_events;
