package import Postgres

/// SQL of everything that the master key seals. The id of the key stands in bytes 2 to 9 of a sealed value (`Envelope`).
package enum SealedValueStatements {
  /// Keys of projects behind project `$1`, generation `$2` that another master key than `$3` wrapped. Locked, so that a second rotation waits;
  /// saving a secret does not.
  package static let lockProjectKeys = Statement(
    "sealed.lock_project_keys",
    """
    SELECT project_id, generation, wrapped, slug FROM project_keys JOIN projects ON projects.id = project_id
    WHERE (project_id, generation) > ($1, $2) AND substring(wrapped FROM 2 FOR 8) <> $3
    ORDER BY project_id, generation LIMIT $4 FOR NO KEY UPDATE OF project_keys
    """)

  package static let updateProjectKey = Statement(
    "sealed.update_project_key", "UPDATE project_keys SET wrapped = $3 WHERE project_id = $1 AND generation = $2")

  /// People behind `$1` whose second factor another master key than `$2` sealed.
  package static let lockPeople = Statement(
    "sealed.lock_people",
    """
    SELECT id, username, totp_sealed, totp_pending FROM users
    WHERE id > $1 AND (substring(totp_sealed FROM 2 FOR 8) <> $2 OR substring(totp_pending FROM 2 FOR 8) <> $2)
    ORDER BY id LIMIT $3 FOR NO KEY UPDATE
    """)

  package static let updatePerson = Statement(
    "sealed.update_person", "UPDATE users SET totp_sealed = $2, totp_pending = $3 WHERE id = $1")

  package static let listProjectKeys = Statement(
    "sealed.list_project_keys",
    """
    SELECT project_id, generation, wrapped, slug FROM project_keys JOIN projects ON projects.id = project_id
    ORDER BY project_id, generation
    """)

  package static let listPeople = Statement(
    "sealed.list_people", "SELECT id, username, totp_sealed FROM users WHERE totp_sealed IS NOT NULL ORDER BY id")

  package static let all = [lockProjectKeys, updateProjectKey, lockPeople, updatePerson, listProjectKeys, listPeople]
}
