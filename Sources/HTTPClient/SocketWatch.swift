internal import CCurl
internal import EventLoop

/// Passes the readiness of one of libcurl's sockets on. Confined to its loop.
final class SocketWatch: EventHandler {
  private let loop: EventLoop
  private let descriptor: Int32
  private let action: (Int32) -> Void
  private var registration: Registration?

  /// - Parameter action: gets libcurl's bits for what the socket is ready for.
  init(loop: EventLoop, descriptor: Int32, action: @escaping (Int32) -> Void) {
    self.loop = loop
    self.descriptor = descriptor
    self.action = action
  }

  func watch(_ interest: Interest) {
    if let registration {
      loop.update(registration, descriptor, interest)
    } else {
      registration = loop.register(descriptor, interest, self)
    }
  }

  func stop() {
    if let registration { loop.unregister(registration, descriptor) }
    registration = nil
  }

  func ready(_ readiness: Readiness) {
    var bits: Int32 = 0
    if readiness.isReadable { bits |= CURL_CSELECT_IN }
    if readiness.isWritable { bits |= CURL_CSELECT_OUT }
    if readiness.isClosed { bits |= CURL_CSELECT_ERR }
    action(bits)
  }
}
