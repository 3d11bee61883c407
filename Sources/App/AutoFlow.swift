internal import CLinux
internal import EventLoop
internal import FoundationEssentials
internal import Glibc

/// The program: a command, its arguments, an exit code.
package enum AutoFlow {
  /// Runs the command and ends the process: 0 done, 1 the work failed, 2 the arguments or the configuration are wrong.
  package static func main(_ arguments: [String]) -> Never {
    let signals = Signals.block()
    _ = af_raise_file_limit()
    af_tune_memory()
    let loops = EventLoopGroup()
    let finished = BlockingGate()
    let runtime = Runtime(loops: loops, stop: StopSignal(descriptor: signals, loop: loops.loops[0]), variables: .current)
    Task(executorPreference: loops.loops[0]) {
      finished.open(await run(Array(arguments.dropFirst()), runtime))
    }
    exit(finished.wait())
  }

  private static func run(_ arguments: [String], _ runtime: Runtime) async -> Int32 {
    do {
      if let word = arguments.first, ["help", "--help", "-h"].contains(word) {
        Output.line("usage: autoflow COMMAND\n\n" + commands.map { "  autoflow " + $0.usage }.joined(separator: "\n"))
        return 0
      }
      guard let name = arguments.first, let command = commands.first(where: { $0.name == name }) else {
        throw ConfigurationError(arguments.first ?? "a command", names.joined(separator: ", "))
      }
      try await command.run(Array(arguments.dropFirst()), runtime)
      return 0
    } catch let error as ConfigurationError {
      return complain(error.description, 2)
    } catch let error as CommandFailure {
      return complain(error.description, 1)
    } catch {
      return complain("\(error)", 1)
    }
  }

  private static func complain(_ text: String, _ code: Int32) -> Int32 {
    Output.error("autoflow: " + text)
    return code
  }

  /// Without those of a second line of help.
  private static let names = commands.map(\.name).reduce(into: [String]()) { names, name in
    if names.last != name { names.append(name) }
  }

  private static let commands: [Command] = [
    Command("serve", "[--no-worker]", "web, webhooks and a worker", ServeCommand.run),
    Command("work", "", "a worker alone", WorkCommand.run),
    Command("migrate", "[--status]", "applies pending migrations, or lists them", MigrateCommand.run),
    Command("doctor", "", "checks configuration, database, secrets, tokens and webhooks", DoctorCommand.run),
    Command("routes", "", "the route table", RoutesCommand.run),
    Command("project", "apply FILE.json", "creates a project, or changes it to what the file says", ProjectCommand.run),
    Command("project", "export SLUG [--output FILE]", "writes a project as such a file, without its secrets", ProjectCommand.run),
    Command("secrets", "check|rotate", "lists what the master key cannot read; changes the master key", SecretsCommand.run),
    Command("sandbox", "[--demo]", "stand-ins of the outside systems", SandboxCommand.run),
    Command("demo-run", "", "one task from Asana to DEPLOYED, against the sandbox", DemoRunCommand.run),
    Command("statements", "", "every SQL statement", StatementsCommand.run),
    Command("bench-jobs", "", "jobs per second with an empty handler", BenchJobsCommand.run),
  ]
}

/// A command by name.
struct Command: Sendable {
  let name: String
  /// Name, arguments and purpose, for `help`.
  let usage: String
  let run: @Sendable ([String], Runtime) async throws -> Void

  init(_ name: String, _ arguments: String, _ purpose: String, _ run: @escaping @Sendable ([String], Runtime) async throws -> Void) {
    self.name = name
    let call = arguments.isEmpty ? name : name + " " + arguments
    usage = call + String(repeating: " ", count: max(2, 38 - call.utf8.count)) + purpose
    self.run = run
  }
}

/// What every command gets.
struct Runtime: Sendable {
  let loops: EventLoopGroup
  let stop: StopSignal
  let variables: Variables
}
