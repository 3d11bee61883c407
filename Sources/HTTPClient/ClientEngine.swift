internal import CCurl
internal import CLinux
internal import EventLoop

/// All transfers of one loop.
///
/// `@unchecked Sendable`: confined to its loop; other threads only hold it to hand it to `loop.execute`.
@safe final class ClientEngine: @unchecked Sendable {
  private struct Host {
    var running = 0
    var waiting: [Transfer] = []
  }

  let loop: EventLoop
  private let configuration: HTTPClient.Configuration
  private var multi: CurlMulti?
  private var transfers: [ObjectIdentifier: Transfer] = [:]
  private var byHandle: [UnsafeMutableRawPointer: Transfer] = unsafe [:]
  private var hosts: [HostPort: Host] = [:]

  /// Idle connections kept per loop, over all hosts.
  private static let idleConnections = 32

  init(loop: EventLoop, configuration: HTTPClient.Configuration) {
    self.loop = loop
    self.configuration = configuration
  }

  /// Starts the request now, or as soon as its host has a connection free.
  func begin(
    _ request: PreparedRequest, _ ticket: TransferTicket, _ continuation: CheckedContinuation<Transfer.Outcome, Never>
  ) {
    loop.assertOnLoop()
    guard !ticket.isCancelled else { return continuation.resume(returning: .failure(.cancelled)) }
    let mayReachPrivate = configuration.allowedPrivateAddresses.contains(request.hostPort)
    let transfer = Transfer(request, mayReachPrivate: mayReachPrivate, ticket: ticket, continuation: continuation)
    transfers[ObjectIdentifier(ticket)] = transfer
    after(request.limits.total, transfer) { $0.finish($1, .failure(.totalTimeout)) }
    hosts[request.hostPort, default: Host()].waiting.append(transfer)
    startWaiting(request.hostPort)
  }

  /// Ends the transfer of a cancelled task, if it still runs.
  func cancel(_ ticket: TransferTicket) {
    loop.assertOnLoop()
    guard let transfer = transfers[ObjectIdentifier(ticket)] else { return }
    finish(transfer, .failure(.cancelled))
  }

  /// Cancels everything and closes the kept connections.
  func close() {
    loop.assertOnLoop()
    for key in hosts.keys { hosts[key]?.waiting = [] }
    for transfer in transfers.values { finish(transfer, .failure(.cancelled)) }
    multi?.close()
    multi = nil
  }

  // MARK: Life of a transfer

  private func startWaiting(_ key: HostPort) {
    while let host = hosts[key], host.running < configuration.maximumConnectionsPerHost, let next = host.waiting.first {
      hosts[key]?.waiting.removeFirst()
      hosts[key]?.running += 1
      next.isRunning = true
      start(next)
    }
    if let host = hosts[key], host.running == 0, host.waiting.isEmpty { hosts[key] = nil }
  }

  private func start(_ transfer: Transfer) {
    guard transfer.open(userAgent: configuration.userAgent), let handle = unsafe transfer.handle else {
      return finish(transfer, .failure(.protocolError("out of memory")))
    }
    unsafe byHandle[handle] = transfer
    guard unsafe openMulti().add(handle) else { return finish(transfer, .failure(.protocolError("libcurl refused the request"))) }
    let limits = transfer.request.limits
    after(limits.connect, transfer) { engine, transfer in
      if !transfer.isConnected { engine.finish(transfer, .failure(.connectTimeout)) }
    }
    watchIdle(transfer, limits.idle)
  }

  /// Looks again when the silence could have lasted long enough, instead of moving a timer at every byte.
  private func watchIdle(_ transfer: Transfer, _ delay: Duration) {
    after(delay, transfer) { engine, transfer in
      let idle = transfer.request.limits.idle
      let silence = transfer.isConnected ? Duration.nanoseconds(af_monotonic() - transfer.lastActivity) : .zero
      if silence >= idle {
        engine.finish(transfer, .failure(.idleTimeout))
      } else {
        engine.watchIdle(transfer, idle - silence)
      }
    }
  }

  private func openMulti() -> CurlMulti {
    if let multi { return multi }
    let opened = unsafe CurlMulti(loop: loop, idleConnections: Self.idleConnections) { [unowned self] handle, code in
      if let transfer = unsafe byHandle[handle] { unsafe finish(transfer, outcome(of: transfer, handle, code)) }
    }
    multi = opened
    return opened
  }

  private func outcome(of transfer: Transfer, _ handle: UnsafeMutableRawPointer, _ code: CURLcode) -> Transfer.Outcome {
    guard code == CURLE_OK else {
      return .failure(transfer.failure ?? ClientError(code, wasConnected: transfer.isConnected, detail: transfer.detail))
    }
    var status = 0
    _ = unsafe af_curl_get_long(handle, CURLINFO_RESPONSE_CODE, &status)
    return transfer.outcome(status: status)
  }

  private func finish(_ transfer: Transfer, _ outcome: Transfer.Outcome) {
    guard transfers.removeValue(forKey: ObjectIdentifier(transfer.ticket)) != nil else { return }
    for timer in transfer.timers { loop.cancel(timer) }
    let key = transfer.request.hostPort
    if let handle = unsafe transfer.handle {
      unsafe byHandle[handle] = nil
      unsafe multi?.remove(handle)
      transfer.close()
    }
    if transfer.isRunning {
      hosts[key]?.running -= 1
    } else {
      hosts[key]?.waiting.removeAll { $0 === transfer }
    }
    transfer.resume(outcome)
    startWaiting(key)
  }

  private func after(_ delay: Duration, _ transfer: Transfer, _ action: @escaping (ClientEngine, Transfer) -> Void) {
    let timer = loop.schedule(after: delay) { [weak self, weak transfer] in
      if let self, let transfer { action(self, transfer) }
    }
    transfer.timers.append(timer)
  }
}
