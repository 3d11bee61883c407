internal import CLinux
internal import Synchronization

/// Holds the main thread until the program's task is done: the main thread runs no loop of its own.
///
/// `@unchecked Sendable`: the semaphore pointer is made once and only passed to thread-safe C functions.
@safe final class BlockingGate: @unchecked Sendable {
  private let semaphore: UnsafeMutableRawPointer?
  private let code = Mutex<Int32>(0)

  init() { unsafe semaphore = af_semaphore_create() }

  func open(_ value: Int32) {
    code.withLock { $0 = value }
    unsafe af_semaphore_signal(semaphore)
  }

  func wait() -> Int32 {
    unsafe af_semaphore_wait(semaphore)
    return code.withLock { $0 }
  }
}
