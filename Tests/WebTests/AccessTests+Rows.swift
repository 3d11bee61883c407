extension AccessTests {
  /// Every route of the product at least once. A new route is a new line here.
  static let rows: [Row] = people + projects + settings + tasks + members + knowledge + instance

  private static let people: [Row] = [
    .open("GET /", ok: 303),
    .open("GET /styleguide", ok: 200),
    .open("GET /login", ok: 200, signedIn: 303),
    .open("GET /styleguide", ok: 200),
    .open("POST /login", [("username", "{unique}"), ("password", "guess guess")], ok: 422),
    .open("GET /login/code", ok: 303),
    .open("POST /login/code", ok: 303),
    .open("GET /init", ok: 410),
    .open("POST /init", ok: 410),
    .open("GET /invite/:token", at: "/invite/{token}", ok: 200),
    .open("GET /invite/:token", at: "/invite/guess", ok: 410),
    .open("POST /invite/:token", at: "/invite/{token}", ok: 422, signedIn: 303),
    .open("POST /invite/:token", at: "/invite/guess", ok: 410),
    .signedIn("POST /logout"),
    .signedIn("POST /theme", [("theme", "dark"), ("back", "/app")]),
    .signedIn("GET /app"),
    .signedIn("GET /search"),
    .signedIn("GET /account"),
    .signedIn("POST /account/password", [("current_password", "guess guess")], ok: 422),
    .signedIn("POST /account/language", [("language", "")]),
    .signedIn("POST /account/sessions/end"),
    .signedIn("POST /account/sessions/:id/end", at: "/account/sessions/0/end", ok: 404),
    .signedIn("GET /account/two-factor"),
    .signedIn("POST /account/two-factor", [("current_password", "correct horse")]),
    .signedIn("POST /account/two-factor/cancel"),
    // Nothing waits for a code, and nothing is on: back to the page.
    .signedIn("POST /account/two-factor/confirm", [("code", "000000")]),
    .signedIn("POST /account/two-factor/codes", [("current_password", "guess guess"), ("code", "000000")]),
    .signedIn("POST /account/two-factor/off", [("current_password", "guess guess"), ("code", "000000")]),
  ]

  private static let projects: [Row] = [
    .viewer("GET /p/:slug"),
    .viewer("GET /p/:slug", at: "/p/access?fragment=1"),
    .viewer("GET /p/:slug", at: "/p/nothing", ok: 404),
    .of("viewer", "GET /p/:slug", at: "/p/other-project", statuses: [303, 404, 404, 404, 404, 200, 200]),
    .viewer("GET /p/:slug/search", at: "/p/access/search?q=plan"),
    .viewer("GET /p/:slug/search", at: "/p/access/search?q=plan&fragment=1"),
    .viewer("GET /p/:slug/live", at: "/p/access/live?topics=tasks"),
    .viewer("GET /p/:slug/webhooks"),
    .admin("POST /p/:slug/webhooks/asana"),
    .viewer("GET /p/:slug/api"),
    .admin("GET /p/:slug/settings"),
    .admin("POST /p/:slug/settings/general", [("name", "")], ok: 422),
    .admin("POST /p/:slug/settings/links", [("url", "")], ok: 422),
    .admin("POST /p/:slug/settings/links/remove", [("position", "0"), ("was", "x")], ok: 422),
    .admin("POST /p/:slug/settings/contacts", [("role", "")], ok: 422),
    .admin("POST /p/:slug/settings/contacts/remove", [("position", "0"), ("was", "x")], ok: 422),
    .admin("POST /p/:slug/settings/archive", [("confirmation", "x")], ok: 422),
    .admin("POST /p/:slug/settings/unarchive", [("confirmation", "x")], ok: 422),
    .admin("GET /p/:slug/audit"),
  ]

  private static let tasks: [Row] = [
    .viewer("GET /p/:slug/t/:id", at: "/p/access/t/{task}"),
    .viewer("GET /p/:slug/t/:id", at: "/p/access/t/{task}?fragment=state"),
    .viewer("GET /p/:slug/t/:id", at: "/p/access/t/{task}?fragment=timeline"),
    .viewer("GET /p/:slug/t/:id", at: "/p/access/t/{other}", ok: 404),
    .viewer("GET /p/:slug/t/:id", at: "/p/access/t/0", ok: 404),
    .viewer("GET /p/:slug/t/:id", at: "/p/access/t/99999999999999999999", ok: 404),
    .viewer("GET /p/:slug/t/:id", at: "/p/access/t/-1", ok: 404),
    .editor("POST /p/:slug/t/:id/retry", at: "/p/access/t/{task}/retry"),
    .editor("POST /p/:slug/t/:id/retry", at: "/p/access/t/{other}/retry", ok: 404),
    .editor("POST /p/:slug/t/:id/resync", at: "/p/access/t/{task}/resync"),
    .editor("POST /p/:slug/t/:id/pull-request", at: "/p/access/t/{task}/pull-request", [("pull_request", "x")], ok: 422),
    .editor("POST /p/:slug/t/:id/repository", at: "/p/access/t/{task}/repository", [("repository", "no/such")], ok: 422),
    .editor("POST /p/:slug/t/:id/notes", at: "/p/access/t/{task}/notes", [("note", "Hello")]),
    .editor("POST /p/:slug/t/:id/notes", at: "/p/access/t/{other}/notes", [("note", "Hello")], ok: 404),
  ]

  private static let members: [Row] = [
    .viewer("GET /p/:slug/members"),
    .admin("POST /p/:slug/members/:id/role", at: "/p/access/members/{member}/role", [("role", "editor")]),
    .admin("POST /p/:slug/members/:id/role", at: "/p/access/members/{stranger}/role", [("role", "editor")], ok: 404),
    .admin("POST /p/:slug/members/:id/role", at: "/p/access/members/{member}/role", [("role", "owner")], ok: 422),
    .admin("POST /p/:slug/members/:id/remove", at: "/p/access/members/{member}/remove"),
    .admin("POST /p/:slug/members/:id/remove", at: "/p/access/members/{stranger}/remove", ok: 404),
    // The only admin may not leave, and an admin of the instance is no member.
    .of("viewer", "POST /p/:slug/members/leave", at: "/p/leave/members/leave", statuses: [303, 404, 303, 303, 422, 404, 404]),
    .admin("POST /p/:slug/invites", [("role", "viewer"), ("note", "Anna")]),
    .admin("POST /p/:slug/invites", [("role", "owner")], ok: 422),
    .admin("POST /p/:slug/invites/:id/revoke", at: "/p/access/invites/{invite}/revoke"),
    .admin("POST /p/:slug/invites/:id/revoke", at: "/p/access/invites/{foreignInvite}/revoke", ok: 404),
  ]

  private static let knowledge: [Row] = [
    .viewer("GET /p/:slug/knowledge"),
    .editor("GET /p/:slug/knowledge/new"),
    .editor("POST /p/:slug/knowledge/new", [("title", "Plan"), ("body", "Text")]),
    .editor("POST /p/:slug/knowledge/new", [("title", "")], ok: 422),
    .viewer("GET /p/:slug/knowledge/:note", at: "/p/access/knowledge/{note}"),
    .viewer("GET /p/:slug/knowledge/:note", at: "/p/access/knowledge/{foreignNote}", ok: 404),
    .viewer("GET /p/:slug/knowledge/:note", at: "/p/access/knowledge/-1", ok: 404),
    .editor("GET /p/:slug/knowledge/:note/edit", at: "/p/access/knowledge/{note}/edit"),
    .editor("GET /p/:slug/knowledge/:note/edit", at: "/p/access/knowledge/{foreignNote}/edit", ok: 404),
    .editor(
      "POST /p/:slug/knowledge/:note/edit", at: "/p/access/knowledge/{note}/edit", [("version", "1"), ("title", "T"), ("body", "x")]),
    .editor(
      "POST /p/:slug/knowledge/:note/edit", at: "/p/access/knowledge/{foreignNote}/edit",
      [("version", "1"), ("title", "T"), ("body", "x")],
      ok: 404),
    .viewer("GET /p/:slug/knowledge/:note/versions", at: "/p/access/knowledge/{note}/versions"),
    .viewer("GET /p/:slug/knowledge/:note/versions", at: "/p/access/knowledge/{foreignNote}/versions", ok: 404),
    .viewer("GET /p/:slug/knowledge/:note/versions/:version", at: "/p/access/knowledge/{note}/versions/1"),
    .viewer("GET /p/:slug/knowledge/:note/versions/:version", at: "/p/access/knowledge/{foreignNote}/versions/1", ok: 404),
    .viewer("GET /p/:slug/knowledge/:note/compare", at: "/p/access/knowledge/{note}/compare?from=1&to=1"),
    .viewer("GET /p/:slug/knowledge/:note/compare", at: "/p/access/knowledge/{foreignNote}/compare?from=1&to=1", ok: 404),
    .editor("POST /p/:slug/knowledge/:note/restore", at: "/p/access/knowledge/{note}/restore", [("version", "1")]),
    .editor("POST /p/:slug/knowledge/:note/restore", at: "/p/access/knowledge/{foreignNote}/restore", [("version", "1")], ok: 404),
    .editor("POST /p/:slug/knowledge/:note/delete", at: "/p/access/knowledge/{note}/delete"),
    .editor("POST /p/:slug/knowledge/:note/delete", at: "/p/access/knowledge/{foreignNote}/delete", ok: 404),
  ]

  private static let instance: [Row] = [
    .instance("GET /app/new"),
    .instance("GET /app/new/slug", at: "/app/new/slug?slug=access"),
    .instance("POST /app/new", [("name", "")], ok: 422),
    .instance("GET /admin"),
    .instance("GET /admin/users/:id", at: "/admin/users/{user}"),
    .instance("GET /admin/users/:id", at: "/admin/users/0", ok: 404),
    .instance("POST /admin/users/:id/rights", at: "/admin/users/{user}/rights", [("admin", "0")]),
    .instance("POST /admin/users/:id/two-factor", at: "/admin/users/{user}/two-factor", ok: 404),
    .instance("POST /admin/users/:id/access", at: "/admin/users/{user}/access", [("disabled", "1")]),
    .instance("GET /admin/projects"),
    .instance("GET /admin/settings"),
    .instance("POST /admin/settings"),
    .instance("GET /admin/audit"),
  ]
}
