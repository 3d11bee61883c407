internal import CLinux
internal import Synchronization

/// Threads for C calls that block or compute for long (Argon2, name look-ups), so that loops never do. They live as long as the process.
///
/// `@unchecked Sendable`: the semaphore pointer is made once and only passed to thread-safe C functions.
@safe package final class BlockingPool: @unchecked Sendable {
  /// The queue is full: answer 503 and let the caller come back.
  package struct Overloaded: Error, Equatable {}

  private let queue = Mutex(Ring<@Sendable () -> Void>(capacity: 16))
  private let semaphore: UnsafeMutableRawPointer
  private let capacity: Int

  /// - Parameters:
  ///   - threads: how many calls run at a time.
  ///   - capacity: how many more may wait.
  package init(name: String, threads: Int, capacity: Int) {
    guard let semaphore = unsafe af_semaphore_create() else { preconditionFailure("out of memory") }
    unsafe self.semaphore = semaphore
    self.capacity = capacity
    for number in 0..<threads { _ = Thread(name: "\(name)-\(number)") { self.work() } }
  }

  /// Runs `body` on one of the threads.
  /// - Throws: `Overloaded`, or what `body` throws.
  package func run<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
      let wasAccepted = queue.withLock { queue in
        guard queue.count < capacity else { return false }
        queue.append { continuation.resume(returning: Result { try body() }) }
        return true
      }
      if wasAccepted {
        unsafe af_semaphore_signal(semaphore)
      } else {
        continuation.resume(returning: .failure(Overloaded()))
      }
    }
    return try result.get()
  }

  private func work() {
    while true {
      unsafe af_semaphore_wait(semaphore)
      let job = queue.withLock { $0.popFirst() }
      job?()
    }
  }
}
