/// Bounds on what a peer may make the server hold or wait for.
package struct ServerLimits: Sendable {
  /// From the first byte of a head to its end; then 408.
  package var headTimeout: Duration = .seconds(10)
  /// Between requests; then the connection is closed without a word.
  package var idleTimeout: Duration = .seconds(60)
  /// How long a body, or a reader of our answer, may stand still.
  package var bodyGrace: Duration = .seconds(10)
  /// Bytes per second a body or a reader of our answer must keep up on average, after the grace.
  package var minimumRate = 500
  /// Bytes of request bodies one loop holds at a time; a body above it is answered 503.
  package var bodyMemoryPerLoop = 256 * 1024 * 1024
  /// Connections of one loop; more are closed at once.
  package var connectionsPerLoop = 15_000
  /// Bytes of answers that may wait for one write while pipelined requests are handled.
  package var outputHighWater = 64 * 1024
  /// How long a closing connection still reads, so that the peer sees the answer and not a reset.
  package var linger: Duration = .seconds(2)
  /// How late a passed deadline may be noticed.
  package var sweepInterval: Duration = .milliseconds(500)

  package init() {}
}
