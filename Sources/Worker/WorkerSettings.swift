/// How a worker divides its time.
package struct WorkerSettings: Sendable {
  /// Jobs that run at a time.
  package var concurrency = 64
  /// Whole seconds; a worker that dies is noticed after this and at most one `rescueEvery`.
  package var lease: Duration
  package var heartbeatEvery: Duration
  package var rescueEvery: Duration
  /// How often jobs of long ago are removed.
  package var purgeEvery: Duration = .seconds(60)
  /// Longest time without looking, when notifications are lost.
  package var pollEvery: Duration = .seconds(2)
  /// A job that as many workers in a row died of is given up: it would kill the next one too.
  package var mostRescues = 5
  /// How long running jobs may go on after `stop`.
  package var grace: Duration = .seconds(6)

  /// Four heartbeats to a lease, so that one that is late loses nothing.
  /// - Parameter lease: whole seconds, two at least.
  package init(lease: Duration = .seconds(20)) {
    precondition(lease >= .seconds(2) && lease == .seconds(lease.components.seconds), "a lease of whole seconds, two at least")
    self.lease = lease
    heartbeatEvery = lease / 4
    rescueEvery = lease / 4
  }
}
