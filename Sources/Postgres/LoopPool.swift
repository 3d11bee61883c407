internal import EventLoop

/// The connections of one loop.
struct LoopPool: Sendable {
  let shared: ConnectionSet
  let exclusive: ConnectionSet

  init(_ loop: EventLoop, _ configuration: DatabaseConfiguration, _ report: @escaping @Sendable (DatabaseEvent) -> Void) {
    func set(_ use: ConnectionSet.Use, _ capacity: Int) -> ConnectionSet {
      ConnectionSet(use, capacity: capacity, loop: loop, configuration: configuration, report: report)
    }
    shared = set(.shared, configuration.connectionsPerLoop)
    exclusive = set(.exclusive, configuration.transactionsPerLoop)
  }
}
