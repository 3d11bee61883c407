/// How a worker divides its time.
package struct WorkerSettings: Sendable {
  /// Jobs that run at a time.
  package var concurrency = 64
  /// Whole seconds; a worker that dies is noticed after this and at most one `rescueEvery`.
  package var lease: Duration = .seconds(20)
  package var heartbeatEvery: Duration = .seconds(5)
  package var rescueEvery: Duration = .seconds(5)
  /// Longest time without looking, when notifications are lost.
  package var pollEvery: Duration = .seconds(2)
  /// How long running jobs may go on after `stop`.
  package var grace: Duration = .seconds(6)

  package init() {}
}
