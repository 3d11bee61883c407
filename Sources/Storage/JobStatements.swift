package import Postgres

/// SQL of the job queue.
package enum JobStatements {
  /// Adds jobs; one whose key exists already is left out. Wakes the workers once.
  package static let insert = Statement(
    "jobs.insert",
    """
    WITH added AS (
      INSERT INTO jobs (project_id, kind, lane, key, task_id, delivery_id, payload, request_id)
      SELECT $1::bigint, kind, lane, key, task_id, delivery_id, payload, $8::text
      FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) WITH ORDINALITY
        AS new (kind, lane, key, task, delivery, payload, position),
        LATERAL (SELECT new.task::bigint, new.delivery::bigint) AS typed (task_id, delivery_id)
      ORDER BY position
      ON CONFLICT (project_id, key) WHERE key IS NOT NULL DO NOTHING
      RETURNING id
    )
    SELECT count(*), pg_notify('jobs', '') FROM added
    """)

  /// Claims what may run now, at most `$1`, for `$3` seconds.
  ///
  /// The head of a lane is its oldest unfinished job; only heads are taken, and only while nothing of their lane is running. SKIP LOCKED keeps
  /// workers out of each other's way; the unique index `jobs_one_per_lane` is the last word.
  package static let claim = Statement(
    "jobs.claim",
    """
    WITH due AS (
      SELECT project_id, id FROM jobs AS job
      WHERE state = 'pending' AND run_at <= now()
        AND (lane IS NULL OR NOT EXISTS (
          SELECT FROM jobs AS earlier
          WHERE earlier.project_id = job.project_id AND earlier.lane = job.lane
            AND earlier.state IN ('pending', 'running') AND (earlier.id < job.id OR earlier.state = 'running')))
      ORDER BY run_at, id LIMIT $1 FOR UPDATE SKIP LOCKED
    )
    UPDATE jobs SET state = 'running', attempts = attempts + 1, lease = lease + 1, worker = $2,
      lease_until = now() + make_interval(secs => $3::bigint)
    FROM due WHERE jobs.project_id = due.project_id AND jobs.id = due.id AND jobs.state = 'pending'
    RETURNING jobs.project_id, jobs.id, jobs.kind, jobs.lane, jobs.task_id, jobs.delivery_id, jobs.payload, jobs.attempts, jobs.lease,
      jobs.request_id
    """)

  /// Milliseconds until the next job that waits for its time; NULL when there is none.
  package static let nextDue = Statement(
    "jobs.next_due",
    "SELECT (extract(epoch FROM min(run_at) - now()) * 1000)::bigint FROM jobs WHERE state = 'pending' AND run_at > now()")

  /// Ends jobs that are done; those whose lease was lost are not touched.
  package static let finish = Statement(
    "jobs.finish",
    """
    UPDATE jobs SET state = 'done', lease_until = NULL, finished_at = now(), last_error = NULL
    FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS held (project_id, id, lease)
    WHERE jobs.project_id = held.project_id AND jobs.id = held.id AND jobs.lease = held.lease AND jobs.state = 'running'
    """)

  /// Ends a job for good without success.
  package static let fail = Statement(
    "jobs.fail",
    """
    UPDATE jobs SET state = 'failed', lease_until = NULL, finished_at = now(), last_error = $4
    WHERE project_id = $1 AND id = $2 AND lease = $3 AND state = 'running'
    """)

  /// Puts a job back for later; `$5` attempts are given back, because waiting for a rate limit is not an attempt.
  package static let retry = Statement(
    "jobs.retry",
    """
    UPDATE jobs SET state = 'pending', lease_until = NULL, worker = NULL, last_error = $4, attempts = greatest(0, attempts - $5::integer),
      run_at = now() + make_interval(secs => $6::bigint / 1000.0)
    WHERE project_id = $1 AND id = $2 AND lease = $3 AND state = 'running'
    """)

  /// Prolongs the leases a live worker holds.
  package static let heartbeat = Statement(
    "jobs.heartbeat",
    """
    UPDATE jobs SET lease_until = now() + make_interval(secs => $4::bigint)
    FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS held (project_id, id, lease)
    WHERE jobs.project_id = held.project_id AND jobs.id = held.id AND jobs.lease = held.lease AND jobs.state = 'running'
    RETURNING jobs.id
    """)

  /// Gives back what a stopping worker holds: another may start at once, and no attempt was used.
  package static let release = Statement(
    "jobs.release",
    """
    UPDATE jobs SET state = 'pending', lease_until = NULL, worker = NULL, attempts = greatest(0, attempts - 1), run_at = now()
    FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS held (project_id, id, lease)
    WHERE jobs.project_id = held.project_id AND jobs.id = held.id AND jobs.lease = held.lease AND jobs.state = 'running'
    """)

  /// Takes jobs back from workers that died. A job that killed five workers is failed: it would kill the sixth.
  package static let rescue = Statement(
    "jobs.rescue",
    """
    WITH dead AS (
      SELECT project_id, id FROM jobs WHERE state = 'running' AND lease_until < now() LIMIT 1000 FOR UPDATE SKIP LOCKED
    ), rescued AS (
      UPDATE jobs SET rescues = rescues + 1, lease_until = NULL, worker = NULL, attempts = greatest(0, attempts - 1),
        state = CASE WHEN rescues >= 4 THEN 'failed' ELSE 'pending' END,
        finished_at = CASE WHEN rescues >= 4 THEN now() END,
        last_error = 'the worker that ran this job died'
      FROM dead WHERE jobs.project_id = dead.project_id AND jobs.id = dead.id
      RETURNING 1
    )
    SELECT count(*) FROM rescued
    """)

  package static let all = [insert, claim, nextDue, finish, fail, retry, heartbeat, release, rescue]
}
