internal import CLinux
internal import Synchronization

/// The loops of a process: one thread each.
package final class EventLoopGroup: Sendable {
  package let loops: [EventLoop]
  private let threads: Mutex<[Thread]>
  private let next = Atomic<Int>(0)

  /// Starts the threads.
  /// - Parameter count: number of loops; `nil` means one per core.
  package init(count: Int? = nil) {
    let loops = (0..<(count ?? Int(af_core_count()))).map(EventLoop.init)
    self.loops = loops
    threads = Mutex(loops.map { loop in Thread(name: "loop-\(loop.index)") { loop.run() } })
  }

  /// The loop of the calling thread, or the next in turn.
  package var any: EventLoop {
    if let current = EventLoop.current, loops.contains(where: { $0 === current }) { return current }
    return loops[next.wrappingAdd(1, ordering: .relaxed).oldValue % loops.count]
  }

  /// Ends every loop and waits for the threads. Tasks still suspended on a loop never resume: finish them first.
  package func shutdown() {
    for loop in loops { loop.stop() }
    let running = threads.withLock { threads in
      let running = threads
      threads = []
      return running
    }
    for thread in running { thread.join() }
  }
}
