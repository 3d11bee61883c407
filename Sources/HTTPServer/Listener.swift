internal import CLinux
internal import EventLoop

/// Accepts connections of one socket on one loop.
final class Listener: EventHandler {
  private let socket: ListenSockets.Socket
  private let worker: ServerWorker
  private var registration: Registration?

  /// Connections accepted per wake-up, so that a flood cannot starve the open ones.
  private static let batch = 64

  init(_ socket: ListenSockets.Socket, worker: ServerWorker) {
    self.socket = socket
    self.worker = worker
  }

  func start() {
    registration = worker.loop.register(socket.descriptor, .read, self)
  }

  func stop() {
    guard let registration else { return }
    self.registration = nil
    worker.loop.unregister(registration, socket.descriptor)
    if socket.isOwned { af_close(socket.descriptor) }
  }

  func ready(_ readiness: Readiness) {
    for _ in 0..<Self.batch where !acceptOne() { return }
  }

  /// Takes everybody who has connected already: closing the socket would reset them.
  func acceptWaiting() {
    guard socket.isOwned else { return }
    while acceptOne() {}
  }

  /// - Returns: false when nobody waits.
  private func acceptOne() -> Bool {
    guard let registration else { return false }
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { address in
      let client = unsafe af_accept(socket.descriptor, address.baseAddress, address.count)
      if client >= 0 {
        worker.accept(client, peer: unsafe String(decoding: UnsafeRawBufferPointer(address).prefix { $0 != 0 }, as: UTF8.self))
      } else if client == -24 || client == -23 {
        pause(registration)
      }
      return client >= 0
    }
  }

  /// Out of descriptors: looking away for a moment beats spinning on a socket that stays readable.
  private func pause(_ registration: Registration) {
    worker.loop.update(registration, socket.descriptor, .none)
    _ = worker.loop.schedule(after: .milliseconds(100)) { [self] in
      guard let registration = self.registration else { return }
      worker.loop.update(registration, socket.descriptor, .read)
    }
  }
}
