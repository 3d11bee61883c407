package import Domain

/// Webhook that Asana keeps for us.
package struct AsanaSubscription: Sendable, Equatable {
  package let gid: String
  /// Address Asana delivers to, query included.
  package let target: String
  /// Gid of what is watched.
  package let resource: String
  package let isActive: Bool
  package let lastSuccessAt: Timestamp?
  package let lastFailureAt: Timestamp?
  /// Answer of ours that Asana did not like, as Asana keeps it.
  package let lastFailure: String?

  package init(
    gid: String, target: String, resource: String, isActive: Bool, lastSuccessAt: Timestamp?, lastFailureAt: Timestamp?,
    lastFailure: String?
  ) {
    self.gid = gid
    self.target = target
    self.resource = resource
    self.isActive = isActive
    self.lastSuccessAt = lastSuccessAt
    self.lastFailureAt = lastFailureAt
    self.lastFailure = lastFailure
  }
}

extension AsanaSubscription {
  init(_ wire: AsanaWire.Webhook) {
    self.init(
      gid: wire.gid, target: wire.target ?? "", resource: wire.resource?.gid ?? "", isActive: wire.active ?? false,
      lastSuccessAt: wire.lastSuccessAt.flatMap { Timestamp(iso8601: $0) },
      lastFailureAt: wire.lastFailureAt.flatMap { Timestamp(iso8601: $0) },
      lastFailure: wire.lastFailure)
  }
}
