internal import CLinux

/// An operating system thread that runs one closure.
package struct Thread: Sendable {
  private let handle: UInt64

  /// Starts a thread.
  /// - Parameter name: shown by `top -H`; at most 15 bytes are kept.
  package init(name: String, _ body: @escaping @Sendable () -> Void) {
    let box = unsafe Unmanaged.passRetained(Body(body))
    var handle: UInt64 = 0
    let status = unsafe af_thread_start(
      name,
      { context in
        guard let context = unsafe context else { return }
        unsafe Unmanaged<Body>.fromOpaque(context).takeRetainedValue().run()
      }, unsafe box.toOpaque(), &handle)
    precondition(status == 0, "the system refused a thread")
    self.handle = handle
  }

  /// Waits until the closure has returned.
  package func join() {
    af_thread_join(handle)
  }

  private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
  }
}
