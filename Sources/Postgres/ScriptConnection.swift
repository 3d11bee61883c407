internal import EventLoop

/// One connection without a pipeline: runs scripts of several commands, one script at a time, and hears notifications.
///
/// `@unchecked Sendable`: confined to its loop.
final class ScriptConnection: EventHandler, @unchecked Sendable {
  typealias Answer = Result<Rows?, DatabaseError>

  let loop: EventLoop
  private let wire: Wire
  private let descriptor: Int32
  private let notified: (String, String) -> Void
  private let ended: () -> Void
  private var registration: Registration?
  private var finish: ((Answer) -> Void)?
  private var rows: Rows?
  private var failure: DatabaseError?
  private(set) var isOpen = true

  /// - Parameters:
  ///   - notified: receives channel and payload.
  ///   - ended: called once, when the connection has ended.
  init(_ wire: Wire, loop: EventLoop, notified: @escaping (String, String) -> Void, ended: @escaping () -> Void) {
    self.wire = wire
    self.loop = loop
    self.notified = notified
    self.ended = ended
    descriptor = wire.descriptor
    registration = loop.register(descriptor, .read, self)
  }

  var isBusy: Bool { finish != nil }

  /// Runs a script; gives the rows of its last command.
  func run(_ sql: String, _ finish: @escaping (Answer) -> Void) {
    loop.assertOnLoop()
    precondition(self.finish == nil, "one script at a time")
    guard isOpen else { return finish(.failure(.connectionLost)) }
    guard !sql.utf8.contains(0) else {
      return finish(.failure(.server(ServerError(sqlstate: "22021", message: "invalid byte sequence for encoding \"UTF8\": 0x00"))))
    }
    self.finish = finish
    if wire.script(sql) { flush() } else { end() }
  }

  private func flush() {
    guard let registration else { return }
    switch wire.flush() {
    case .done: loop.update(registration, descriptor, .read)
    case .blocked: loop.update(registration, descriptor, .readWrite)
    case .failed: end()
    }
  }

  func ready(_ readiness: Readiness) {
    guard isOpen else { return }
    let isAlive = wire.consumeInput()
    drain()
    if !isAlive { end() } else if isOpen, isBusy { flush() }
  }

  private func drain() {
    while isOpen, isBusy, !wire.isBusy { take(wire.nextResult()) }
    while isOpen, let (channel, payload) = wire.nextNotification() { notified(channel, payload) }
  }

  private func take(_ result: WireResult) {
    switch result {
    case .rows(let result): rows = Rows(result)
    case .failure(let error):
      if error.severity == "ERROR" {
        failure = failure ?? (error.sqlstate == "57014" ? .timeout : .server(error))
      } else {
        end()
      }
    case .end: complete(failure.map { .failure($0) } ?? .success(rows))
    case .skipped, .sync, .unexpected: end()
    }
  }

  private func complete(_ answer: Answer) {
    let finish = finish
    self.finish = nil
    rows = nil
    failure = nil
    finish?(answer)
  }

  func end() {
    guard isOpen, let registration else { return }
    isOpen = false
    loop.unregister(registration, descriptor)
    complete(.failure(.connectionLost))
    ended()
  }
}
