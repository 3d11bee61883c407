internal import CLinux

/// Delivers SIGTERM, SIGINT and SIGHUP as events of a loop instead of interrupting threads.
package final class Signals: EventHandler {
  package enum Kind: Sendable, Equatable { case terminate, interrupt, hangUp }

  private let descriptor: Int32
  private let handler: (Kind) -> Void

  /// Blocks the signals in this thread and every thread it starts later: call before the first thread.
  package static func block() -> Int32 { af_signals() }

  /// - Parameter descriptor: what `block` returned.
  package init(descriptor: Int32, loop: EventLoop, _ handler: @escaping (Kind) -> Void) {
    self.descriptor = descriptor
    self.handler = handler
    _ = loop.register(descriptor, .read, self)
  }

  package func ready(_ readiness: Readiness) {
    while let kind = Kind(number: af_next_signal(descriptor)) { handler(kind) }
  }
}

extension Signals.Kind {
  /// - Parameter number: the number of signal(7); 0 is none.
  init?(number: Int32) {
    switch number {
    case 15: self = .terminate
    case 2: self = .interrupt
    case 1: self = .hangUp
    default: return nil
    }
  }
}
