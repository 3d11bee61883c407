/// `autoflow routes`: METHOD pattern access name, a line each. Needs no database.
enum RoutesCommand {
  static func run(_ arguments: [String], _ runtime: Runtime) async throws {
    _ = try Options(arguments)
    for line in try RouteTable.lines(runtime) { Output.line(line) }
  }
}
