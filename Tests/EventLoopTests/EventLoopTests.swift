import EventLoop
import Glibc
import Synchronization
import TestKit
import Testing

@Suite(.timeLimit(.minutes(15))) struct EventLoopTests {
  static let group = EventLoopGroup(count: 2)
  let loop = group.loops[0]

  // MARK: Executor

  @Test func `100,000 closures from 8 threads all run, each thread's in order`() async {
    let seen = OrderedCounts(writers: 8)
    let threads = (0..<8).map { writer in
      Thread(name: "writer-\(writer)") { [loop] in
        for number in 0..<12_500 { loop.execute { seen.note(writer, number) } }
      }
    }
    for thread in threads { thread.join() }
    // A job runs after the closures that were there before it.
    let counts = await on(loop) { seen.counts }
    #expect(counts == Array(repeating: 12_500, count: 8))
  }

  @Test func `tasks of other threads wake a sleeping loop every time`() async {
    var count = 0
    for _ in 0..<2_000 where await on(loop, { [loop] in loop.isCurrent }) { count += 1 }
    #expect(count == 2_000)
  }

  @Test func `100,000 jobs from 8 tasks all run on their loop`() async {
    let sum = await withTaskGroup { group in
      for _ in 0..<8 {
        group.addTask { [loop] in
          var count = 0
          for _ in 0..<12_500 where await on(loop, { loop.isCurrent }) { count += 1 }
          return count
        }
      }
      return await group.reduce(0, +)
    }
    #expect(sum == 100_000)
  }

  @Test func `a task stays on its loop through its awaits`() async {
    let isThere = await Task(executorPreference: loop) { [loop] in
      for _ in 0..<100 {
        await Task.yield()
        guard loop.isCurrent, EventLoop.current === loop, Self.group.any === loop else { return false }
      }
      return true
    }.value
    #expect(isThere)
    #expect(EventLoop.current == nil)
  }

  @Test func `a group that shuts down ends its threads`() async {
    let own = EventLoopGroup(count: 3)
    let isThere = await on(own.loops[2]) { own.loops[2].isCurrent }
    #expect(isThere)
    own.shutdown()
    own.shutdown()
  }

  // MARK: Timers

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `timers run in the order of their deadlines, and cancelled ones not at all`(seed: UInt64) async throws {
    let (ran, delays) = try await on(loop) { [loop] in
      var random = SplitMix64(seed: seed)
      let record = Recorder()
      var delays: [Int: Int] = [:]
      for number in 0..<200 {
        let delay = Int.random(in: 0..<5, using: &random)
        let timer = loop.schedule(after: .milliseconds(delay)) { record.note(number) }
        if Bool.random(using: &random) { loop.cancel(timer) } else { delays[number] = delay }
      }
      // Begun last and as long as the longest: it ends behind all others.
      try await loop.sleep(for: .milliseconds(4))
      return (record.notes, delays)
    }
    #expect(ran.sorted() == delays.keys.sorted())
    // One that was begun earlier is overtaken only when its delay is longer.
    for (first, second) in zip(ran, ran.dropFirst()) where second < first {
      #expect(delays[second, default: 0] > delays[first, default: 0], "seed \(seed)")
    }
  }

  @Test func `a sleep is never shorter than it was asked to be`() async throws {
    for milliseconds in [0, 1, 3, 10] {
      let elapsed = try await ContinuousClock().measure { try await loop.sleep(for: .milliseconds(milliseconds)) }
      #expect(elapsed >= .milliseconds(milliseconds))
    }
  }

  @Test func `cancelling a task ends its sleep at once`() async {
    for _ in 0..<500 {
      let task = Task { [loop] in try await loop.sleep(for: .seconds(1000)) }
      if Bool.random() { await Task.yield() }
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
    }
  }

  // MARK: Descriptors

  @Test func `an event that was fetched for a closed descriptor reaches nobody`() async throws {
    let (calls, successorCalls) = try await on(loop) { [loop] in
      let (first, second) = (try Watched(loop), try Watched(loop))
      // Both are readable before the loop looks: their events come in one batch, and whoever is called first removes the other.
      first.other = second
      second.other = first
      first.send()
      second.send()
      try await loop.sleep(for: .milliseconds(5))
      let result = (first.calls + second.calls, (first.successor ?? second.successor)?.calls)
      for watched in [first, second] { watched.stop() }
      return result
    }
    #expect(calls == 1)
    #expect(successorCalls == 0, "the slot was used again, but not the event")
  }

  @Test func `signals become events of the loop`() async throws {
    // The mask is set in a thread that starts the loop's, and nowhere else in this process.
    let made = Mutex<(descriptor: Int32, group: EventLoopGroup)?>(nil)
    let starter = Thread(name: "signals") {
      let descriptor = Signals.block()
      let group = EventLoopGroup(count: 1)
      made.withLock { $0 = (descriptor, group) }
    }
    starter.join()
    let (descriptor, group) = try #require(made.withLock { $0 })
    let loop = group.loops[0]
    let kinds = try await on(loop) {
      let kinds = Kinds()
      _ = Signals(descriptor: descriptor, loop: loop) { kinds.all.append($0) }
      for signal in [SIGTERM, SIGINT, SIGHUP] {
        raise(signal)
        try await loop.sleep(for: .milliseconds(1))
      }
      return kinds.all
    }
    #expect(kinds == [.terminate, .interrupt, .hangUp])
    group.shutdown()
  }
}

/// Runs `body` on the loop, from anywhere.
///
/// `withTaskExecutorPreference(loop) { await body() }` would not do: such a closure only passes the call on, and the hop is left out until
/// `body` suspends for the first time.
func on<Value: Sendable>(_ loop: EventLoop, _ body: @escaping @Sendable () async throws -> Value) async throws -> Value {
  try await Task(executorPreference: loop) { try await body() }.value
}

func on<Value: Sendable>(_ loop: EventLoop, _ body: @escaping @Sendable () async -> Value) async -> Value {
  await Task(executorPreference: loop) { await body() }.value
}
