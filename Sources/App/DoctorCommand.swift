internal import Asana
internal import Domain
internal import EventLoop
internal import GitHub
internal import HTTPClient
internal import Postgres
internal import Storage

/// `autoflow doctor`: one line for each check; exit code 1 if one fails.
enum DoctorCommand {
  static func run(_ arguments: [String], _ runtime: Runtime) async throws {
    _ = try Options(arguments)
    var report = DoctorReport()
    let configuration = try Configuration(runtime.variables)
    report.pass("configuration", "read")
    let stores = Stores(configuration, loops: runtime.loops)
    defer { Task { await stores.database.close() } }
    guard await report.check("database", { try await stores.database.ping() }) else { throw CommandFailure("1 check failed") }
    if await report.check("migrations", { try await SchemaCheck.require(configuration.databaseURL, runtime) }) {
      await checkSecrets(stores, &report)
      await checkProjects(configuration, stores, runtime, &report)
    }
    if report.failures > 0 { throw CommandFailure("\(report.failures) check\(report.failures == 1 ? "" : "s") failed") }
  }

  private static func checkSecrets(_ stores: Stores, _ report: inout DoctorReport) async {
    do {
      let check = try await SecretCheck(stores)
      for name in check.unreadable {
        report.fail("master key", "cannot read \(name); enter it again or bring the old key back")
      }
      let rest = check.underPrevious.count
      if rest > 0 { report.pass("previous master key", "still needed for \(rest); run `autoflow secrets rotate`") }
      if check.unreadable.isEmpty { report.pass("master key", "reads all \(check.readable) secrets") }
    } catch { report.fail("master key", "\(error)") }
  }

  private static func checkProjects(
    _ configuration: Configuration, _ stores: Stores, _ runtime: Runtime, _ report: inout DoctorReport
  ) async {
    let client = HTTPClient(
      loops: runtime.loops,
      configuration: HTTPClient.Configuration(
        userAgent: "auto-flow", allowedPrivateAddresses: configuration.allowedPrivateAddresses, maximumConnectionsPerHost: 4))
    let ports = OutsidePorts(stores, configuration: configuration, client: client)
    for project in (try? await stores.projects.list()) ?? [] {
      if project.isArchived {
        report.pass(project.slug, "archived: nothing is asked of the outside")
        continue
      }
      await report.checkPort("\(project.slug): Asana token") { () async throws(PortError) in
        "belongs to \(try await ports.asana(project.id).loadCurrentUser().name)"
      }
      await checkRepositories(project, stores, ports, &report)
      await checkHooks(project, stores, ports, configuration, &report)
    }
  }

  private static func checkRepositories(
    _ project: ProjectStore.Identity, _ stores: Stores, _ ports: OutsidePorts, _ report: inout DoctorReport
  ) async {
    guard let host = try? await ports.github(project.id), let login = try? await host.loadCurrentUser().login else {
      await report.checkPort("\(project.slug): GitHub token") { () async throws(PortError) in
        try await ports.github(project.id).loadCurrentUser().login
      }
      return
    }
    report.pass("\(project.slug): GitHub token", "belongs to \(login)")
    for repository in (try? await stores.projects.repositories(of: project.id)) ?? [] {
      await report.checkPort("\(project.slug): \(repository.name)") { () async throws(PortError) in
        let permission = try await host.loadPermission(of: login, in: repository.name)
        guard permission.canTriggerAgent else {
          throw .forbidden(reason: "\(login) may not write, so its comment would not start the agent; give it write access")
        }
        return "\(login) may write"
      }
    }
  }

  private static func checkHooks(
    _ project: ProjectStore.Identity, _ stores: Stores, _ ports: OutsidePorts, _ configuration: Configuration, _ report: inout DoctorReport
  ) async {
    for watched in (try? await stores.hooks.list(project: project.id)) ?? [] {
      let name = "\(project.slug): webhook of Asana project \(watched.asanaProject)"
      guard let hook = watched.hook, let gid = hook.webhookGID else {
        report.fail(name, "not in place yet; it is made while `autoflow serve` runs")
        continue
      }
      guard hook.target.hasPrefix(WebhookAddress.asana(publicURL: configuration.publicURLText, project: project.publicID) + "?") else {
        report.fail(name, "points elsewhere than to \(configuration.publicURLText); set AUTOFLOW_PUBLIC_URL for `autoflow serve`")
        continue
      }
      await report.checkPort(name) { () async throws(PortError) in
        guard try await ports.asana(project.id).hasHook(gid) else { throw .notFound(reason: "Asana has deleted it; it will be made again") }
        return "in place"
      }
    }
    let wanted = WebhookAddress.github(publicURL: configuration.publicURLText, project: project.publicID)
    guard let host = try? await ports.github(project.id) else { return }
    for repository in (try? await stores.projects.repositories(of: project.id)) ?? [] {
      await report.checkPort("\(project.slug): webhook of \(repository.name)") { () async throws(PortError) in
        guard let hook = try await host.listHooks(in: repository.name).first(where: { $0.url == wanted }) else {
          throw .notFound(reason: "no webhook points to \(wanted); add one with content type application/json")
        }
        guard hook.isActive, hook.contentType == "json" else {
          throw .rejected(reason: "the webhook is switched off or does not send application/json")
        }
        return "in place"
      }
    }
  }
}
