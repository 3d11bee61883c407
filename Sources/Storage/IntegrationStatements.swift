package import Postgres

/// SQL of what is known about a project's connections.
package enum IntegrationStatements {
  package static let list = Statement(
    "integrations.list",
    """
    SELECT system, account, findings::text, failing_since, failure, checked_at FROM integration_checks
    WHERE project_id = $1
    """)

  /// A token that was checked: whose it is, and that it works.
  package static let check = Statement(
    "integrations.check",
    """
    INSERT INTO integration_checks (project_id, system, account, findings) VALUES ($1, $2, $3, $4::jsonb)
    ON CONFLICT (project_id, system) DO UPDATE SET account = excluded.account, findings = excluded.findings, failing_since = NULL,
      failure = NULL, checked_at = now()
    """)

  /// A call that failed for good. Nothing is written when the same was written less than a minute ago.
  package static let fail = Statement(
    "integrations.fail",
    """
    INSERT INTO integration_checks AS known (project_id, system, failing_since, failure) VALUES ($1, $2, now(), $3)
    ON CONFLICT (project_id, system) DO UPDATE SET failing_since = coalesce(known.failing_since, now()), failure = excluded.failure,
      checked_at = now()
    WHERE known.failure IS DISTINCT FROM excluded.failure OR known.checked_at < now() - interval '1 minute'
    """)

  /// A call that worked, `$3` for one that wrote something: reading does not prove that a token may write.
  package static let work = Statement(
    "integrations.work",
    """
    INSERT INTO integration_checks AS known (project_id, system) VALUES ($1, $2)
    ON CONFLICT (project_id, system) DO UPDATE SET checked_at = now(),
      failing_since = CASE WHEN known.failure = 'read_only' AND NOT $3::boolean THEN known.failing_since END,
      failure = CASE WHEN known.failure = 'read_only' AND NOT $3::boolean THEN known.failure END
    WHERE (known.failure IS NOT NULL AND (known.failure <> 'read_only' OR $3::boolean)) OR known.checked_at < now() - interval '1 minute'
    """)

  package static let forget = Statement(
    "integrations.forget", "DELETE FROM integration_checks WHERE project_id = $1 AND system = $2")

  package static let all = [list, check, fail, work, forget]
}
