internal import EventLoop

extension EventLoop {
  /// Runs `body` now when this is the loop's thread, else soon.
  func perform(_ body: @escaping @Sendable () -> Void) {
    if isCurrent { body() } else { execute(body) }
  }
}
