internal import Domain
internal import Synchronization

/// One open stream: what it waits for, and what it has not been told yet.
final class LiveSubscription: Sendable {
  let user: UserID
  let project: ProjectID
  /// Wakes the stream; carries nothing.
  let signals: AsyncStream<Void>
  private let topics: [LiveTopic]
  private let wake: AsyncStream<Void>.Continuation
  private let pending = Mutex(Pending())

  private struct Pending {
    /// By position in `topics`; nil where nothing happened. A revision of nil inside says that it is not known.
    var revisions: [Int: Int64?] = [:]
    var beats = 0
  }

  /// After this many signs of life the stream ends, and its page opens a new one, which checks access again: about an hour.
  private static let longestLife = 240

  init(user: UserID, project: ProjectID, topics: [LiveTopic]) {
    self.user = user
    self.project = project
    self.topics = topics
    (signals, wake) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  func add(_ topic: LiveTopic, revision: Int64) {
    guard let index = topics.firstIndex(of: topic) else { return }
    pending.withLock { $0.revisions[index] = .some(revision) }
    wake.yield()
  }

  func addAll() {
    pending.withLock { pending in
      for index in topics.indices { pending.revisions.updateValue(nil, forKey: index) }
    }
    wake.yield()
  }

  func beat() {
    pending.withLock { $0.beats += 1 }
    wake.yield()
  }

  func close() { wake.finish() }

  /// What is to be sent now: a message for each topic that changed, or a comment as a sign of life.
  func take() -> (bytes: [UInt8], isLast: Bool) {
    let (changed, beats) = pending.withLock { pending in
      defer { pending.revisions = [:] }
      return (pending.revisions, pending.beats)
    }
    var text = ""
    for index in changed.keys.sorted() {
      let revision = changed[index].flatMap { $0 }
      text += "data: \(topics[index])" + (revision.map { " \($0)" } ?? "") + "\n\n"
    }
    if text.isEmpty { text = ": beat\n\n" }
    return (Array(text.utf8), beats >= Self.longestLife)
  }
}
