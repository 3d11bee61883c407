internal import HTTP
internal import Postgres

/// `/livez`: the process answers. `/readyz`: it can do its work.
struct HealthEndpoints: Sendable {
  let database: Database

  var routes: [Route] {
    [
      Route(.get, "/livez", access: "public", name: "health.live", bodyLimit: 0) { _ in Self.alive },
      Route(.get, "/readyz", access: "public", name: "health.ready", bodyLimit: 0) { _ in
        do {
          try await database.ping()
          return .text(.ok, "ready\n")
        } catch { return .text(.serviceUnavailable, "the database does not answer\n") }
      },
    ]
  }

  private static let alive = Response.text(.ok, "alive\n")
}
