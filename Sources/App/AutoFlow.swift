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
      guard let name = arguments.first, let command = commands.first(where: { $0.name == name }) else {
        throw ConfigurationError(arguments.first ?? "a command", commands.map(\.name).joined(separator: ", "))
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

  private static let commands: [Command] = [
    Command("serve", ServeCommand.run), Command("work", WorkCommand.run), Command("migrate", MigrateCommand.run),
    Command("doctor", DoctorCommand.run), Command("routes", RoutesCommand.run), Command("project", ProjectCommand.run),
    Command("sandbox", SandboxCommand.run), Command("demo-run", DemoRunCommand.run), Command("statements", StatementsCommand.run),
    Command("bench-jobs", BenchJobsCommand.run),
  ]
}

/// A command by name.
struct Command: Sendable {
  let name: String
  let run: @Sendable ([String], Runtime) async throws -> Void

  init(_ name: String, _ run: @escaping @Sendable ([String], Runtime) async throws -> Void) {
    self.name = name
    self.run = run
  }
}

/// What every command gets.
struct Runtime: Sendable {
  let loops: EventLoopGroup
  let stop: StopSignal
  let variables: Variables
}
