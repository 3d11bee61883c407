-- Fills a project with finished and running tasks. Variables: slug, count.
-- Without triggers: counting 100,000 rows one by one inside one transaction takes most of a minute.
SET session_replication_role = replica;
INSERT INTO tasks (
  project_id, asana_gid, title, permalink, status, stage, auto_enabled, repository_id, issue_number, issue_url, pr_number, pr_url,
  merged_pr_number, merge_commit_sha, ci_state, ci_url, updated_at, status_changed_at)
SELECT
  project.id,
  'bench-' || n,
  'Limit the rate of the export endpoint, part ' || n,
  'https://app.asana.com/0/1200000000000002/' || n,
  CASE WHEN n % 20 = 0 THEN 'FAILED' WHEN n % 20 < 3 THEN 'WAITING_CI' ELSE 'DEPLOYED' END,
  CASE WHEN n % 20 = 0 THEN 'waiting_ci' WHEN n % 20 < 3 THEN 'waiting_ci' ELSE 'deployed' END,
  true,
  repository.id,
  n,
  'https://github.com/' || repository.name || '/issues/' || n,
  n + 1,
  'https://github.com/' || repository.name || '/pull/' || (n + 1),
  n + 1,
  md5(n::text) || '00000000',
  CASE WHEN n % 20 = 0 THEN 'failed' WHEN n % 20 < 3 THEN 'pending' ELSE 'passed' END,
  'https://github.com/' || repository.name || '/actions/runs/' || n,
  now() - n * interval '1 second',
  now() - n * interval '1 second'
FROM generate_series(1, :count) AS n
CROSS JOIN (SELECT id FROM projects WHERE slug = :'slug') AS project
CROSS JOIN LATERAL (SELECT id, name FROM repositories WHERE project_id = project.id ORDER BY is_default DESC, id LIMIT 1) AS repository;
INSERT INTO task_counts (project_id, status, count)
SELECT project_id, status, count(*) FROM tasks GROUP BY project_id, status
ON CONFLICT (project_id, status) DO UPDATE SET count = excluded.count;
VACUUM (ANALYZE) tasks;
