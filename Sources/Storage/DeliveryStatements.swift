package import Postgres

/// SQL of webhook intake.
package enum DeliveryStatements {
  /// Stores deliveries and one job for each that is new, in one commit.
  ///
  /// A repeated id is counted and makes no second job, unless the first one's job failed: then that job is given another chance, because a
  /// redelivery was asked for (decision 6.15). Rows are written in the order of their ids: two batches cannot deadlock. What comes for an
  /// archived project is left out, and missing from the answer.
  package static let intake = Statement(
    "deliveries.intake",
    """
    WITH arrived AS (
      SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[])
        AS arrived (project_id, source, external_id, event, summary, request_id)
    ), kept AS (
      INSERT INTO deliveries (project_id, source, external_id, event, summary, request_id)
      SELECT * FROM arrived WHERE (SELECT archived_at FROM projects WHERE projects.id = arrived.project_id) IS NULL
      ORDER BY project_id, source, external_id
      ON CONFLICT (project_id, source, external_id) DO UPDATE SET duplicates = deliveries.duplicates + 1
      RETURNING project_id, id, source, external_id, request_id, xmax = 0 AS is_new
    ), queued AS (
      INSERT INTO jobs (project_id, kind, delivery_id, request_id)
      SELECT project_id, 'delivery', id, request_id FROM kept WHERE is_new
    ), revived AS (
      UPDATE jobs SET state = 'pending', attempts = 0, rescues = 0, finished_at = NULL, run_at = now()
      FROM kept WHERE NOT kept.is_new AND jobs.project_id = kept.project_id AND jobs.delivery_id = kept.id AND jobs.state = 'failed'
        AND jobs.kind = 'delivery'
      RETURNING jobs.project_id, jobs.delivery_id
    )
    SELECT kept.project_id, kept.source, kept.external_id, kept.is_new, revived.delivery_id IS NOT NULL, (SELECT pg_notify('jobs', ''))
    FROM kept LEFT JOIN revived ON revived.project_id = kept.project_id AND revived.delivery_id = kept.id
    """)

  package static let load = Statement(
    "deliveries.load", "SELECT source, external_id, event, summary FROM deliveries WHERE project_id = $1 AND id = $2")

  package static let all = [intake, load]
}
