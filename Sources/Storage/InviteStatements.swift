package import Postgres

/// SQL of invites.
package enum InviteStatements {
  private static let isPending = "accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now()"

  /// Gives no row when `$7` of them are pending already.
  package static let insert = Statement(
    "invites.insert",
    """
    INSERT INTO invites (project_id, token_hash, role, note, created_by, expires_at)
    SELECT $1, $2, $3, $4, $5, now() + make_interval(secs => $6::bigint)
    WHERE (SELECT count(*) FROM invites WHERE project_id = $1 AND \(isPending)) < $7::bigint
    RETURNING id
    """)

  /// Those that ended 90 days ago: the audit still knows of them.
  package static let forgetOld = Statement(
    "invites.forget_old",
    """
    DELETE FROM invites
    WHERE project_id = $1 AND coalesce(accepted_at, revoked_at, expires_at) < now() - interval '90 days'
    """)

  package static let revoke = Statement(
    "invites.revoke",
    """
    UPDATE invites SET revoked_at = now() WHERE project_id = $1 AND id = $2 AND accepted_at IS NULL AND revoked_at IS NULL
    RETURNING role, note
    """)

  /// Pending ones that a user has made in a project.
  package static let revokeAll = Statement(
    "invites.revoke_all",
    "UPDATE invites SET revoked_at = now() WHERE project_id = $1 AND created_by = $2 AND \(isPending) RETURNING role, note")

  /// Pending ones that a user has made anywhere.
  package static let revokeEverywhere = Statement(
    "invites.revoke_everywhere",
    "UPDATE invites SET revoked_at = now() WHERE created_by = $1 AND \(isPending) RETURNING project_id, role, note")

  /// Pending ones and those that ended in the last 14 days, newest first.
  package static let list = Statement(
    "invites.list",
    """
    SELECT invites.id, invites.role, invites.note, maker.username, invites.created_at, invites.expires_at, invites.accepted_at,
      guest.username, invites.revoked_at, invites.expires_at > now()
    FROM invites LEFT JOIN users AS maker ON maker.id = invites.created_by LEFT JOIN users AS guest ON guest.id = invites.accepted_by
    WHERE invites.project_id = $1
      AND coalesce(invites.accepted_at, invites.revoked_at, invites.expires_at) > now() - interval '14 days'
    ORDER BY invites.id DESC LIMIT 200
    """)

  /// The project that a token which can be used now leads to.
  package static let find = Statement(
    "invites.find",
    """
    SELECT projects.id, projects.slug, projects.name, invites.role, maker.username, invites.expires_at
    FROM invites JOIN projects ON projects.id = invites.project_id AND projects.archived_at IS NULL
    LEFT JOIN users AS maker ON maker.id = invites.created_by
    WHERE invites.token_hash = $1 AND \(isPending)
    """)

  /// Takes an invite that can be used now: of several that try at once, one gets the row.
  package static let claim = Statement(
    "invites.claim",
    """
    UPDATE invites SET accepted_at = now() FROM projects
    WHERE projects.id = invites.project_id AND projects.archived_at IS NULL AND invites.token_hash = $1 AND \(isPending)
    RETURNING projects.id, projects.slug, invites.role, invites.id
    """)

  package static let settle = Statement("invites.settle", "UPDATE invites SET accepted_by = $3 WHERE project_id = $1 AND id = $2")

  /// Gives no row when the name is taken.
  package static let insertUser = Statement(
    "invites.insert_user",
    """
    INSERT INTO users (username, password_hash, language) VALUES ($1, $2, $3) ON CONFLICT (lower(username)) DO NOTHING RETURNING id
    """)

  /// Gives no row when they are a member already.
  package static let join = Statement(
    "invites.join",
    """
    INSERT INTO project_memberships (project_id, user_id, role) VALUES ($1, $2, $3) ON CONFLICT (project_id, user_id) DO NOTHING
    RETURNING user_id
    """)

  package static let all = [
    insert, forgetOld, revoke, revokeAll, revokeEverywhere, list, find, claim, settle, insertUser, join,
  ]
}
