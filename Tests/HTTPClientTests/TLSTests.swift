import Glibc
import HTTP
import HTTPClient
import Testing

@Suite struct TLSTests {
  private static let openssl = "/usr/bin/openssl"

  @Test(.enabled(if: access(openssl, X_OK) == 0, "the openssl command makes the certificate and serves it"))
  func `a certificate nobody vouches for is refused`() async {
    // In a process of its own: the children must not inherit the sockets of tests that run beside this one.
    await #expect(processExitsWith: .success) { try await TLSTests.refuseUnknownCertificate() }
  }

  private static func refuseUnknownCertificate() async throws {
    let folder = try temporaryFolder()
    let (key, certificate) = (folder + "/key.pem", folder + "/certificate.pem")
    defer {
      unlink(key)
      unlink(certificate)
      rmdir(folder)
    }
    let maker = try ChildProcess(
      openssl,
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1", "-subj", "/CN=127.0.0.1",
        "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
      ])
    #expect(maker.wait() == 0)
    let server = try ChildProcess(openssl, ["s_server", "-www", "-accept", "127.0.0.1:0", "-key", key, "-cert", certificate])
    defer {
      server.kill()
      _ = server.wait()
    }
    let line = try #require(server.readLine(where: { $0.hasPrefix("ACCEPT ") }))
    let port = try #require(line.split(separator: ":").last.flatMap { Int($0) })

    let error = await #expect(throws: ClientError.self) {
      try await HTTPClient.test(ports: port).send(.local(port, scheme: "https"))
    }
    guard case .tlsFailed(let text) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(text.contains("certificate"))
  }

  private static func temporaryFolder() throws -> String {
    var template = Array("/tmp/auto-flow-tls-XXXXXX".utf8CString)
    let made = mkdtemp(&template) != nil
    try #require(made)
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// A command whose standard output is read and whose errors are thrown away.
private final class ChildProcess {
  struct SpawnError: Error {
    let code: Int32
  }

  private let id: pid_t
  private let output: UnsafeMutablePointer<FILE>

  init(_ path: String, _ arguments: [String]) throws {
    var ends: [Int32] = [0, 0]
    var actions = posix_spawn_file_actions_t()
    guard pipe(&ends) == 0, let output = fdopen(ends[0], "r") else { throw SpawnError(code: errno) }
    posix_spawn_file_actions_init(&actions)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/zero", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_addclose(&actions, ends[0])
    var words: [UnsafeMutablePointer<CChar>?] = ([path] + arguments).map { strdup($0) } + [nil]
    var environment: [UnsafeMutablePointer<CChar>?] = [nil]
    var id: pid_t = 0
    let code = posix_spawn(&id, path, &actions, nil, &words, &environment)
    for word in words { free(word) }
    posix_spawn_file_actions_destroy(&actions)
    close(ends[1])
    guard code == 0 else { throw SpawnError(code: code) }
    self.id = id
    self.output = output
  }

  deinit { fclose(output) }

  /// The first line that fits, without its end; nil at the end of the output.
  func readLine(where fits: (String) -> Bool) -> String? {
    var buffer = [CChar](repeating: 0, count: 1024)
    while fgets(&buffer, Int32(buffer.count), output) != nil {
      let line = String(decoding: buffer.prefix { $0 != 0 && $0 != 10 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      if fits(line) { return line }
    }
    return nil
  }

  /// Not to be refused: a child inherits the signals that the threads of the test runner block.
  func kill() { Glibc.kill(id, SIGKILL) }

  /// Exit status as `waitpid` reports it.
  func wait() -> Int32 {
    var status: Int32 = 0
    waitpid(id, &status, 0)
    return status
  }
}
