import Glibc
import Synchronization

/// The processes of one stage, so that none outlives it.
final class Children: Sendable {
  @TaskLocal static var all: Children?

  private let list = Mutex<[ChildProcess]>([])

  func add(_ child: ChildProcess) { list.withLock { $0.append(child) } }

  /// Ends of all logs, for the report of a failure.
  var report: String {
    list.withLock { $0 }.map { child in
      let lines = child.output.split(separator: "\n").filter { !$0.contains("route=/sandbox/api/") }.suffix(40).joined(separator: "\n")
      return "--- \(child.name) \(child.status.map { "ended \($0)" } ?? "runs")\n\(lines)"
    }.joined(separator: "\n")
  }

  func end() async {
    let children = list.withLock { $0 }
    for child in children { child.send(SIGKILL) }
    for child in children { _ = try? await child.waitForExit(within: .seconds(10)) }
  }
}
