internal import CLinux
package import EventLoop
package import HTTP
package import Log

/// HTTP/1.1 server: every loop listens, accepts and answers by itself. Once started it serves until `drain`.
package final class HTTPServer: Sendable {
  private let workers: [ServerWorker]

  /// - Parameter standing: header fields of every answer that does not have them itself, those about broken requests included.
  package init(
    loops: EventLoopGroup, responder: any Responder, log: Log, limits: ServerLimits = ServerLimits(), standing: Headers = [:]
  ) {
    let standing = StandingFields(standing)
    let seed = UInt64(truncatingIfNeeded: af_realtime())
    workers = loops.loops.map { loop in
      let prefix = String((seed &+ UInt64(loop.index) &* 7919) % 60_466_176, radix: 36) + "-"
      return ServerWorker(loop: loop, limits: limits, responder: responder, standing: standing, log: log, idPrefix: prefix)
    }
  }

  /// Starts to listen.
  /// - Returns: the address with the port that was really taken.
  package func start(on address: ListenAddress) async throws(ListenFailure) -> ListenAddress {
    let sockets = try ListenSockets(address, loops: workers.count)
    for (worker, own) in zip(workers, sockets.perLoop) {
      await withTaskExecutorPreference(worker.loop) { worker.start(own) }
    }
    return sockets.address
  }

  /// Stops accepting, finishes what is under way and returns when the last connection is closed.
  /// - Parameter grace: after it what is left is cancelled and cut off; handlers that ignore that are waited for one second more.
  package func drain(grace: Duration) async {
    for worker in workers { await withTaskExecutorPreference(worker.loop) { worker.drain() } }
    await waitUntilEmpty(atMost: grace)
    for worker in workers { await withTaskExecutorPreference(worker.loop) { worker.giveUp() } }
    await waitUntilEmpty(atMost: .seconds(1))
  }

  /// Open connections, of all loops together.
  package func connectionCount() async -> Int {
    var count = 0
    for worker in workers { count += await withTaskExecutorPreference(worker.loop) { worker.connectionCount } }
    return count
  }

  private func waitUntilEmpty(atMost limit: Duration) async {
    await withTaskGroup { group in
      for worker in workers {
        group.addTask(executorPreference: worker.loop) { await worker.waitUntilEmpty(atMost: limit) }
      }
    }
  }
}
