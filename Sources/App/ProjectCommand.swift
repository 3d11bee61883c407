internal import Actions
internal import CLinux
internal import FoundationEssentials
internal import Postgres
internal import Storage

/// `autoflow project apply FILE.json`
enum ProjectCommand {
  static func run(_ arguments: [String], _ runtime: Runtime) async throws {
    let options = try Options(arguments)
    guard options.words.count == 2, options.words[0] == "apply" else {
      throw ConfigurationError("project", "apply FILE.json")
    }
    let configuration = try Configuration(runtime.variables)
    guard let json = FileManager.default.contents(atPath: options.words[1]) else {
      throw ConfigurationError(options.words[1], "a readable project file")
    }
    try await SchemaCheck.require(configuration.databaseURL, runtime)
    let stores = Stores(configuration, loops: runtime.loops)
    do {
      let apply = ApplyProject(
        projects: stores.projects, vault: stores.vault, readVariable: { runtime.variables[$0] },
        readFile: { path in FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } })
      report(try await apply(Array(json), requestID: "apply-\(af_realtime() / 1000)"), configuration.publicURLText)
    } catch let error as ProjectFileError {
      await stores.database.close()
      throw ConfigurationError(description: "\(options.words[1]): \(error.description)")
    }
    await stores.database.close()
  }

  private static func report(_ project: ProjectStore.Identity, _ publicURL: String) {
    Output.line("project \(project.slug) (\(project.name)) is in place: \(publicURL)/p/\(project.slug)")
    Output.line("asana  webhook  \(WebhookAddress.asana(publicURL: publicURL, project: project.publicID))")
    Output.line("github webhook  \(WebhookAddress.github(publicURL: publicURL, project: project.publicID))")
  }
}
