package import EventLoop

/// Client for outside APIs: libcurl on the event loops, one multi handle and one set of kept connections per loop.
///
/// Follows no redirect, uses no proxy, keeps no cookie, verifies certificates, and opens no socket to a private address that was not
/// configured. Repeats nothing by itself that an outside system might carry out twice.
package final class HTTPClient: Sendable {
  /// What the composition decides once.
  package struct Configuration: Sendable {
    /// Value of `user-agent`.
    package let userAgent: String
    /// Hosts and ports of the addresses the operator configured: only requests to these may reach loopback and private networks.
    package let allowedPrivateAddresses: Set<HostPort>
    /// Requests that run at a time to one host, per loop; more wait.
    package let maximumConnectionsPerHost: Int

    /// Private addresses are those of configured base URLs: `base.hostPort`.
    package init(userAgent: String, allowedPrivateAddresses: Set<HostPort>, maximumConnectionsPerHost: Int) {
      precondition(maximumConnectionsPerHost > 0, "at least one connection")
      self.userAgent = userAgent
      self.allowedPrivateAddresses = allowedPrivateAddresses
      self.maximumConnectionsPerHost = maximumConnectionsPerHost
    }
  }

  private let loops: EventLoopGroup
  private let engines: [ClientEngine]

  /// Opens nothing yet.
  /// - Parameter loops: must outlive the client.
  package init(loops: EventLoopGroup, configuration: Configuration) {
    self.loops = loops
    engines = loops.loops.map { ClientEngine(loop: $0, configuration: configuration) }
  }

  deinit {
    for engine in engines { engine.loop.execute { engine.close() } }
  }

  /// Sends one request and reads the whole answer; callable from any executor, runs on the caller's loop or the next in turn.
  /// - Throws: `ClientError`; `.cancelled` when the task is cancelled, after the transfer was stopped.
  package func send(_ request: ClientRequest) async throws(ClientError) -> ClientResponse {
    let prepared = try PreparedRequest(request)
    let ticket = TransferTicket()
    let engine = engine(of: loops.any)
    let outcome = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        engine.loop.execute { engine.begin(prepared, ticket, continuation) }
      }
    } onCancel: {
      ticket.cancel()
      engine.loop.execute { engine.cancel(ticket) }
    }
    return try outcome.get()
  }

  private func engine(of loop: EventLoop) -> ClientEngine {
    engines.first { $0.loop === loop } ?? engines[0]
  }
}
