internal import CLinux
internal import EventLoop

/// Accepts connections of one socket on one loop.
final class Listener: EventHandler {
  private let descriptor: Int32
  private let ownsDescriptor: Bool
  private unowned let worker: ServerWorker
  private var registration: Registration?

  /// Connections accepted per wake-up, so that a flood cannot starve the open ones.
  private static let batch = 64

  init(descriptor: Int32, ownsDescriptor: Bool, worker: ServerWorker) {
    self.descriptor = descriptor
    self.ownsDescriptor = ownsDescriptor
    self.worker = worker
  }

  func start() {
    registration = worker.loop.register(descriptor, .read, self)
  }

  func stop() {
    guard let registration else { return }
    self.registration = nil
    worker.loop.unregister(registration, descriptor)
    if ownsDescriptor { af_close(descriptor) }
  }

  func ready(_ readiness: Readiness) {
    for _ in 0..<Self.batch where registration != nil {
      var address = [CChar](repeating: 0, count: 64)
      let client = unsafe address.withUnsafeMutableBufferPointer { unsafe af_accept(descriptor, $0.baseAddress, $0.count) }
      if client >= 0 {
        worker.accept(client, peer: String(decoding: address.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
      } else {
        if client == -24 || client == -23 { pause() }
        return
      }
    }
  }

  /// Out of descriptors: looking away for a moment beats spinning on a socket that stays readable.
  private func pause() {
    guard let registration else { return }
    worker.loop.update(registration, descriptor, .none)
    _ = worker.loop.schedule(after: .milliseconds(100)) { [self] in
      guard let registration = self.registration else { return }
      worker.loop.update(registration, descriptor, .read)
    }
  }
}
