package import Postgres

/// SQL of the job queue.
///
/// `lease` grows with every claim and with every end of a claim: whoever knows its value holds the job. The statements that end a claim ask for
/// that and the primary key alone; naming the state as well would let the planner walk a whole partial index (decision 16).
package enum JobStatements {
  /// Adds jobs; one whose key exists already is left out. Wakes the workers once.
  ///
  /// A refresh is left out too when fifty of its lane have not begun: each of them will read what this one would. A storm of events about one
  /// task must not fill the queue, which every claim walks until it finds heads of lanes.
  package static let insert = Statement(
    "jobs.insert",
    """
    WITH added AS (
      INSERT INTO jobs (project_id, kind, lane, key, task_id, delivery_id, payload, request_id)
      SELECT $1::bigint, kind, lane, key, task_id, delivery_id, payload, $8::text
      FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[]) WITH ORDINALITY
        AS new (kind, lane, key, task, delivery, payload, position),
        LATERAL (SELECT new.task::bigint, new.delivery::bigint) AS typed (task_id, delivery_id)
      WHERE new.kind <> 'refresh' OR (
        SELECT count(*) FROM (
          SELECT FROM jobs AS waiting WHERE waiting.project_id = $1::bigint AND waiting.lane = new.lane AND waiting.state = 'pending'
            AND waiting.kind = 'refresh' LIMIT 50) AS waiting) < 50
      ORDER BY position
      ON CONFLICT (project_id, key) WHERE key IS NOT NULL DO NOTHING
      RETURNING id
    )
    SELECT count(*), pg_notify('jobs', '') FROM added
    """)

  /// Claims what may run now, at most `$1`, for `$3` seconds, of the kinds `$4`: those of a newer release wait for
  /// a worker of that release.
  ///
  /// The head of a lane is its oldest unfinished job; only heads are taken, and only while nothing of their lane is running. SKIP LOCKED
  /// keeps workers out of each other's way; the unique index `jobs_one_per_lane` is the last word. Jobs of an archived project wait far in the
  /// future; those that came after it was archived are passed over.
  package static let claim = Statement(
    "jobs.claim",
    """
    WITH due AS (
      SELECT project_id, id FROM jobs AS job
      WHERE state = 'pending' AND run_at <= now() AND kind = ANY ($4::text[])
        AND (lane IS NULL OR (
          NOT EXISTS (
            SELECT FROM jobs AS earlier
            WHERE earlier.project_id = job.project_id AND earlier.lane = job.lane AND earlier.id < job.id
              AND earlier.state IN ('pending', 'running'))
          AND NOT EXISTS (
            SELECT FROM jobs AS busy WHERE busy.project_id = job.project_id AND busy.lane = job.lane AND busy.state = 'running')))
        AND (SELECT archived_at IS NULL FROM projects WHERE projects.id = job.project_id)
      ORDER BY run_at, id LIMIT $1 FOR UPDATE SKIP LOCKED
    )
    UPDATE jobs SET state = 'running', attempts = attempts + 1, lease = lease + 1, worker = $2,
      lease_until = now() + make_interval(secs => $3::bigint)
    FROM due WHERE jobs.project_id = due.project_id AND jobs.id = due.id
    RETURNING jobs.project_id, jobs.id, jobs.kind, jobs.lane, jobs.task_id, jobs.delivery_id, jobs.payload, jobs.attempts, jobs.lease,
      jobs.request_id, jobs.rescues
    """)

  /// Milliseconds until the next job that waits for its time; NULL when there is none. In one transaction with `claim`, so that
  /// `now()` is the same for both and no job falls between them.
  package static let nextDue = Statement(
    "jobs.next_due",
    "SELECT (extract(epoch FROM min(run_at) - now()) * 1000)::bigint FROM jobs WHERE state = 'pending' AND run_at > now()")

  /// Ends jobs that are done; those whose lease was lost are not touched.
  package static let finish = Statement(
    "jobs.finish",
    """
    UPDATE jobs SET state = 'done', lease = jobs.lease + 1, lease_until = NULL, finished_at = now(), last_error = NULL
    FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS held (project_id, id, lease)
    WHERE jobs.project_id = held.project_id AND jobs.id = held.id AND jobs.lease = held.lease
    """)

  /// Ends a job for good without success.
  package static let fail = Statement(
    "jobs.fail",
    """
    UPDATE jobs SET state = 'failed', lease = lease + 1, lease_until = NULL, finished_at = now(), last_error = $4
    WHERE project_id = $1 AND id = $2 AND lease = $3
    """)

  /// Puts a job back for later; `$5` attempts are given back, because waiting for a rate limit is not an attempt.
  package static let retry = Statement(
    "jobs.retry",
    """
    UPDATE jobs SET state = 'pending', lease = lease + 1, lease_until = NULL, worker = NULL, last_error = $4,
      attempts = greatest(0, attempts - $5::integer), rescues = 0, run_at = now() + make_interval(secs => $6::bigint / 1000.0)
    WHERE project_id = $1 AND id = $2 AND lease = $3
    """)

  /// Prolongs the leases a live worker holds. A row that is locked is being ended: waiting for it could only deadlock.
  package static let heartbeat = Statement(
    "jobs.heartbeat",
    """
    WITH held AS (
      SELECT jobs.project_id, jobs.id FROM jobs
      JOIN unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS claimed (project_id, id, lease)
        ON jobs.project_id = claimed.project_id AND jobs.id = claimed.id AND jobs.lease = claimed.lease
      FOR UPDATE OF jobs SKIP LOCKED
    )
    UPDATE jobs SET lease_until = now() + make_interval(secs => $4::bigint)
    FROM held WHERE jobs.project_id = held.project_id AND jobs.id = held.id
    RETURNING jobs.id
    """)

  /// Gives back what a stopping worker holds: another may start at once, and no attempt was used.
  package static let release = Statement(
    "jobs.release",
    """
    WITH released AS (
      UPDATE jobs SET state = 'pending', lease = jobs.lease + 1, lease_until = NULL, worker = NULL, attempts = greatest(0, attempts - 1),
        run_at = now()
      FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS held (project_id, id, lease)
      WHERE jobs.project_id = held.project_id AND jobs.id = held.id AND jobs.lease = held.lease
      RETURNING 1
    )
    SELECT count(*), pg_notify('jobs', '') FROM released
    """)

  /// Takes jobs back from workers that died; `rescues` tells how often, so that a job that kills its workers is given up by the next one.
  package static let rescue = Statement(
    "jobs.rescue",
    """
    WITH dead AS (
      SELECT project_id, id FROM jobs WHERE state = 'running' AND lease_until < now() LIMIT 1000 FOR UPDATE SKIP LOCKED
    ), rescued AS (
      UPDATE jobs SET state = 'pending', lease = lease + 1, rescues = rescues + 1, lease_until = NULL, worker = NULL,
        attempts = greatest(0, attempts - 1), last_error = 'the worker that ran this job died'
      FROM dead WHERE jobs.project_id = dead.project_id AND jobs.id = dead.id
      RETURNING 1
    )
    SELECT count(*) FROM rescued
    """)

  /// Removes some of the jobs that were done long ago. Their keys are forgotten with them: whoever repeats a delivery does so within days.
  package static let purge = Statement(
    "jobs.purge",
    """
    WITH old AS (
      SELECT project_id, id FROM jobs WHERE created_at < now() - interval '30 days' AND state = 'done' LIMIT 5000 FOR UPDATE SKIP LOCKED
    )
    DELETE FROM jobs USING old WHERE jobs.project_id = old.project_id AND jobs.id = old.id
    """)

  package static let all = [insert, claim, nextDue, finish, fail, retry, heartbeat, release, rescue, purge]
}
