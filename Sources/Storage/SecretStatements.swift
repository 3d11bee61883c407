package import Postgres

/// SQL of sealed secrets.
package enum SecretStatements {
  /// Newest generation first.
  package static let keys = Statement(
    "secrets.keys", "SELECT generation, wrapped FROM project_keys WHERE project_id = $1 ORDER BY generation DESC")

  package static let addKey = Statement(
    "secrets.add_key",
    "INSERT INTO project_keys (project_id, generation, wrapped) VALUES ($1, $2, $3) ON CONFLICT (project_id, generation) DO NOTHING")

  /// Keys before generation `$2` that seal nothing any more.
  package static let dropUnusedKeys = Statement(
    "secrets.drop_unused_keys",
    """
    DELETE FROM project_keys WHERE project_id = $1 AND generation < $2 AND NOT EXISTS (
      SELECT FROM project_secrets
      WHERE project_secrets.project_id = project_keys.project_id AND project_secrets.generation = project_keys.generation)
    """)

  package static let load = Statement(
    "secrets.load",
    """
    SELECT name, version, sealed, generation, wrapped FROM project_secrets JOIN project_keys USING (project_id, generation)
    WHERE project_id = $1 AND name = $2
    """)

  package static let list = Statement(
    "secrets.list",
    """
    SELECT name, version, sealed, generation, wrapped FROM project_secrets JOIN project_keys USING (project_id, generation)
    WHERE project_id = $1 ORDER BY name
    """)

  package static let version = Statement("secrets.version", "SELECT version FROM project_secrets WHERE project_id = $1 AND name = $2")

  package static let save = Statement(
    "secrets.save",
    """
    INSERT INTO project_secrets (project_id, name, version, generation, sealed) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (project_id, name) DO UPDATE
    SET version = excluded.version, generation = excluded.generation, sealed = excluded.sealed, updated_at = now()
    """)

  package static let delete = Statement("secrets.delete", "DELETE FROM project_secrets WHERE project_id = $1 AND name = $2")

  package static let names = Statement("secrets.names", "SELECT name, updated_at FROM project_secrets WHERE project_id = $1 ORDER BY name")

  package static let all = [keys, addKey, dropUnusedKeys, load, list, version, save, delete, names]
}
