package import Domain
internal import Synchronization

/// Tells open pages that something they show has changed: which topic, never what.
///
/// Each process has one. It hears of every change in the database's notifications (``publish(_:)``) and wakes the streams whose project and
/// topic it is about. A stream that is slow loses nothing but repetitions: what it has not been told yet is kept once per topic.
package final class LiveHub: Sendable {
  private let state = Mutex(State())
  private let clock: any Clock

  private struct State {
    var subscribers: [ObjectIdentifier: LiveSubscription] = [:]
    /// When a project was last heard of, so that a page learns of what changed between its rendering and its stream.
    var changedAt: [ProjectID: Timestamp] = [:]
    var isClosed = false
  }

  /// Most streams of one process.
  static let limit = 5000

  package init(clock: any Clock) { self.clock = clock }

  /// Takes in a notification of the channel `tasks`: `projectID:taskID:revision`, or `access:userID` when somebody may see less than before.
  /// An empty one says that some may have been missed.
  package func publish(_ payload: String) {
    let parts = payload.split(separator: ":").map(String.init)
    if parts.count == 2, parts[0] == "access", let user = UserID(text: parts[1]) { return end(user) }
    guard parts.count == 3, let project = ProjectID(text: parts[0]), let task = TaskID(text: parts[1]), let revision = Int64(parts[2])
    else {
      for subscription in subscriptions() { subscription.addAll() }
      return
    }
    let now = clock.now
    let subscribers = state.withLock { state in
      state.changedAt[project] = now
      return Array(state.subscribers.values)
    }
    for subscription in subscribers where subscription.project == project {
      subscription.add(.tasks, revision: revision)
      subscription.add(.task(task), revision: revision)
    }
  }

  /// Ends the streams of somebody; their pages open new ones, which are let in or not.
  private func end(_ user: UserID) {
    for subscription in subscriptions() where subscription.user == user { subscription.close() }
  }

  /// To be called every 15 seconds: streams send a sign of life, by which those whose reader is gone end.
  package func beat() {
    for subscription in subscriptions() { subscription.beat() }
  }

  /// Ends all streams, so that a server that stops need not wait for them.
  package func close() {
    let subscribers = state.withLock { state in
      state.isClosed = true
      return Array(state.subscribers.values)
    }
    for subscription in subscribers { subscription.close() }
  }

  /// Whether one more stream may be opened.
  var hasRoom: Bool { state.withLock { !$0.isClosed && $0.subscribers.count < Self.limit } }

  /// Open streams.
  var count: Int { state.withLock { $0.subscribers.count } }

  /// - Parameters:
  ///   - user: who looks at the page.
  ///   - since: when the page was rendered.
  /// - Throws: `PageError.busy` when there are too many.
  func subscribe(
    _ user: UserID, _ project: ProjectID, _ topics: [LiveTopic], since: Timestamp?
  ) throws(PageError) -> LiveSubscription {
    let subscription = LiveSubscription(user: user, project: project, topics: topics)
    let added: (isAdmitted: Bool, changedAt: Timestamp?) = state.withLock { state in
      guard !state.isClosed, state.subscribers.count < Self.limit else { return (false, nil) }
      state.subscribers[ObjectIdentifier(subscription)] = subscription
      return (true, state.changedAt[project])
    }
    guard added.isAdmitted else { throw .busy }
    // Clocks of two processes may differ by a little; one refresh too many does no harm.
    if let changedAt = added.changedAt, let since, changedAt.advanced(by: .seconds(2)) >= since { subscription.addAll() }
    return subscription
  }

  func remove(_ subscription: LiveSubscription) {
    _ = state.withLock { $0.subscribers.removeValue(forKey: ObjectIdentifier(subscription)) }
    subscription.close()
  }

  private func subscriptions() -> [LiveSubscription] { state.withLock { Array($0.subscribers.values) } }
}
