import Foundation
import Synchronization
import TestKit

/// The built program, started as the operator starts it. Both output streams go into one file.
final class ChildProcess: Sendable {
  struct Missing: Error, CustomStringConvertible {
    let path: String
    var description: String { "no program at \(path): build it first, as script/test does" }
  }

  struct StillRunning: Error, CustomStringConvertible {
    let description: String
  }

  let name: String
  let identifier: Int32
  private let log: String
  private let process: Process
  private let end: ExitNote

  /// Folder of the test bundle, which the program is built into as well.
  static let folder: String = {
    let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    return path.map { "/" + $0.split(separator: "/").dropLast().joined(separator: "/") } ?? ""
  }()

  /// - Parameter environment: the whole of it; nothing is inherited except where programs are found.
  init(_ arguments: [String], environment: [String: String], logs folder: String) throws {
    let program = Self.folder + "/autoflow"
    guard FileManager.default.isExecutableFile(atPath: program) else { throw Missing(path: program) }
    name = arguments.first ?? "autoflow"
    log = "\(folder)/\(name)-\(UInt32.random(in: 1...UInt32.max)).log"
    _ = FileManager.default.createFile(atPath: log, contents: nil)
    let output = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.environment = environment.merging(["PATH": "/usr/bin:/bin", "AUTOFLOW_HOME": TestFolders.root]) { given, _ in given }
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    let end = ExitNote()
    process.terminationHandler = { end.write($0.terminationReason == .exit ? $0.terminationStatus : -$0.terminationStatus) }
    try process.run()
    try output.close()
    identifier = process.processIdentifier
    self.process = process
    self.end = end
    Children.all?.add(self)
  }

  /// Everything it has printed so far.
  var output: String { (try? String(contentsOfFile: log, encoding: .utf8)) ?? "" }

  /// nil while it runs; the negative number of the signal that ended it.
  var status: Int32? { end.status }

  func send(_ signal: Int32) {
    if status == nil { kill(identifier, signal) }
  }

  /// - Returns: the exit code, or the negative number of the signal that ended it.
  @discardableResult
  func waitForExit(within limit: Duration = .seconds(30)) async throws -> Int32 {
    try await eventually("the end of \(name)", within: limit) { self.status }
  }

  /// Ends it as a failing machine would.
  func crash() async throws {
    send(SIGKILL)
    try await waitForExit()
  }
}

/// How a process ended, written by the thread that saw it.
final class ExitNote: Sendable {
  private let value = Mutex<Int32?>(nil)

  var status: Int32? { value.withLock { $0 } }

  func write(_ status: Int32) { value.withLock { $0 = status } }
}
