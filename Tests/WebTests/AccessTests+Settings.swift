extension AccessTests {
  /// Parts of the settings; without tokens there is nothing to read from, and the pages say so.
  static let settings: [Row] = [
    .admin("GET /p/:slug/settings/asana/projects"),
    .admin("GET /p/:slug/settings/asana/fields"),
    .admin("GET /p/:slug/settings/asana/values"),
    .admin("GET /p/:slug/settings/github/repositories"),
    .admin("GET /p/:slug/settings/status-map"),
    .admin("GET /p/:slug/settings/repository-map"),
    .admin("POST /p/:slug/settings/asana/token", ok: 422),
    .admin("POST /p/:slug/settings/asana/token/remove"),
    .admin("POST /p/:slug/settings/asana/check", ok: 422),
    .admin("POST /p/:slug/settings/asana/projects"),
    .admin("POST /p/:slug/settings/asana/fields"),
    .admin("POST /p/:slug/settings/asana/values"),
    .admin("POST /p/:slug/settings/github/token", ok: 422),
    .admin("POST /p/:slug/settings/github/token/remove"),
    .admin("POST /p/:slug/settings/github/check", ok: 422),
    .admin("POST /p/:slug/settings/github/secret", ok: 422),
    .admin("POST /p/:slug/settings/github/secret/generate", ok: 200),
    .admin("POST /p/:slug/settings/github/secret/remove"),
    .admin("POST /p/:slug/settings/github/repositories"),
    .admin("POST /p/:slug/settings/github/rules", ok: 422),
    .admin("POST /p/:slug/settings/status-map"),
    .admin("POST /p/:slug/settings/repository-map"),
  ]
}
