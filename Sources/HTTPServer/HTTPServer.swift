internal import CLinux
package import EventLoop
package import HTTP
package import Log

/// HTTP/1.1 server: every loop listens, accepts and answers by itself.
package final class HTTPServer: Sendable {
  private let workers: [ServerWorker]
  private let log: Log

  package init(loops: EventLoopGroup, responder: any Responder, log: Log, limits: ServerLimits = ServerLimits()) {
    let seed = UInt64(truncatingIfNeeded: af_realtime())
    workers = loops.loops.map { loop in
      let prefix = String((seed &+ UInt64(loop.index) &* 7919) % 60_466_176, radix: 36) + "-"
      return ServerWorker(loop: loop, limits: limits, responder: responder, log: log, idPrefix: prefix)
    }
    self.log = log
  }

  /// Starts to listen.
  /// - Returns: the address with the port that was really taken.
  package func start(on address: ListenAddress) async throws(ListenFailure) -> ListenAddress {
    var sockets: [[(descriptor: Int32, isOwned: Bool)]]
    var actual = address
    switch address {
    case .tcp(let host, let port):
      let first = try Self.listen(host, port, address)
      let bound = UInt16(clamping: af_bound_port(first))
      actual = .tcp(host: host, port: bound)
      sockets = [[(first, true)]]
      for _ in workers.dropFirst() { sockets.append([(try Self.listen(host, bound, address, shares: true), true)]) }
    case .unix(let path):
      let socket = unsafe af_listen_unix(path, Self.backlog)
      guard socket >= 0 else { throw ListenFailure(address: address, code: -socket) }
      sockets = workers.map { [($0.loop.index == 0 ? socket : af_duplicate(socket), true)] }
    case .inherited(let count):
      sockets = workers.map { _ in (3..<(3 + count)).map { (Int32($0), false) } }
      for descriptor in 3..<(3 + count) { _ = af_set_nonblocking(Int32(descriptor)) }
    }
    for (worker, own) in zip(workers, sockets) {
      await withTaskExecutorPreference(worker.loop) { worker.start(own) }
    }
    return actual
  }

  /// Stops accepting, finishes what is under way and returns when the last connection is closed, after `grace` at the latest.
  package func drain(grace: Duration) async {
    for worker in workers { await withTaskExecutorPreference(worker.loop) { worker.drain() } }
    let aborting = Task {
      try await workers[0].loop.sleep(for: grace)
      for worker in workers { await withTaskExecutorPreference(worker.loop) { worker.abort() } }
    }
    for worker in workers { await withTaskExecutorPreference(worker.loop) { await worker.waitUntilEmpty() } }
    aborting.cancel()
    log.flush()
  }

  private static let backlog: Int32 = 4096

  /// The first listener probes without SO_REUSEPORT: otherwise a second server of the same user would share the port in silence.
  private static func listen(
    _ host: String, _ port: UInt16, _ address: ListenAddress, shares: Bool = false
  ) throws(ListenFailure) -> Int32 {
    if !shares, port != 0 {
      let probe = unsafe af_listen_tcp(host, String(port), 1, 0)
      guard probe >= 0 else { throw ListenFailure(address: address, code: -probe) }
      af_close(probe)
    }
    let socket = unsafe af_listen_tcp(host, String(port), backlog, 1)
    guard socket >= 0 else { throw ListenFailure(address: address, code: -socket) }
    return socket
  }
}
