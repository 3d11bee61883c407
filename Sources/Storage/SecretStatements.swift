package import Postgres

/// SQL of sealed secrets.
package enum SecretStatements {
  package static let key = Statement("secrets.key", "SELECT wrapped FROM project_keys WHERE project_id = $1")

  package static let addKey = Statement(
    "secrets.add_key", "INSERT INTO project_keys (project_id, wrapped) VALUES ($1, $2) ON CONFLICT (project_id) DO NOTHING")

  package static let replaceKey = Statement("secrets.replace_key", "UPDATE project_keys SET wrapped = $2 WHERE project_id = $1")

  package static let load = Statement(
    "secrets.load",
    """
    SELECT wrapped, version, sealed FROM project_keys
    LEFT JOIN project_secrets ON project_secrets.project_id = project_keys.project_id AND name = $2
    WHERE project_keys.project_id = $1
    """)

  package static let save = Statement(
    "secrets.save",
    """
    INSERT INTO project_secrets (project_id, name, version, sealed) VALUES ($1, $2, $3, $4)
    ON CONFLICT (project_id, name) DO UPDATE SET version = excluded.version, sealed = excluded.sealed, updated_at = now()
    """)

  package static let delete = Statement("secrets.delete", "DELETE FROM project_secrets WHERE project_id = $1 AND name = $2")

  package static let names = Statement("secrets.names", "SELECT name, updated_at FROM project_secrets WHERE project_id = $1 ORDER BY name")

  package static let all = [key, addKey, replaceKey, load, save, delete, names]
}
