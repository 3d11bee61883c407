internal import Actions
internal import CLinux
internal import FoundationEssentials
internal import Postgres
internal import Storage

/// `autoflow project apply FILE.json` and `autoflow project export SLUG [--output FILE]`
enum ProjectCommand {
  static func run(_ arguments: [String], _ runtime: Runtime) async throws {
    let options = try Options(arguments, values: ["--output"])
    let isExport = options.words.first == "export"
    guard options.words.count == 2, isExport || (options.words[0] == "apply" && options["--output"] == nil) else {
      throw ConfigurationError("project", "apply FILE.json, or export SLUG [--output FILE]")
    }
    if isExport {
      try await export(options.words[1], to: options["--output"], runtime)
    } else {
      try await apply(options.words[1], runtime)
    }
  }

  // MARK: Apply

  private static func apply(_ path: String, _ runtime: Runtime) async throws {
    let configuration = try Configuration(runtime.variables)
    guard let json = FileManager.default.contents(atPath: path) else { throw ConfigurationError(path, "a readable project file") }
    try await withStores(configuration, runtime) { stores in
      let apply = ApplyProject(
        projects: stores.projects, vault: stores.vault, readVariable: { runtime.variables[$0] },
        readFile: { path in FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } })
      do {
        report(try await apply(Array(json), requestID: "apply-\(af_realtime() / 1000)"), configuration.publicURLText)
      } catch let error as ProjectFileError {
        throw ConfigurationError(description: "\(path): \(error.description)")
      } catch StorageError.archived {
        throw CommandFailure("\(path): the project is archived; bring it back on its settings page first")
      }
    }
  }

  private static func report(_ project: ProjectStore.Identity, _ publicURL: String) {
    Output.line("project \(project.slug) (\(project.name)) is in place: \(publicURL)/p/\(project.slug)")
    Output.line("asana  webhook  \(WebhookAddress.asana(publicURL: publicURL, project: project.publicID))")
    Output.line("github webhook  \(WebhookAddress.github(publicURL: publicURL, project: project.publicID))")
  }

  // MARK: Export

  private static func export(_ slug: String, to path: String?, _ runtime: Runtime) async throws {
    try await withStores(try Configuration(runtime.variables), runtime) { stores in
      guard let text = try await ExportProject(projects: stores.projects, vault: stores.vault)(slug) else {
        throw ConfigurationError(slug, "the slug of a project")
      }
      guard let path else { return Output.text(text) }
      guard FileManager.default.createFile(atPath: path, contents: Data(text.utf8)) else {
        throw ConfigurationError("--output", "a file that can be written")
      }
    }
  }

  private static func withStores(
    _ configuration: Configuration, _ runtime: Runtime, _ body: (Stores) async throws -> Void
  ) async throws {
    try await SchemaCheck.require(configuration.databaseURL, runtime)
    let stores = Stores(configuration, loops: runtime.loops)
    do { try await body(stores) } catch {
      await stores.database.close()
      throw error
    }
    await stores.database.close()
  }
}
