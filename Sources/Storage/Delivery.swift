package import Domain

/// Where a webhook came from.
package enum DeliverySource: String, Sendable, CaseIterable { case asana, github }

/// A verified webhook, reduced to its safe summary.
package struct NewDelivery: Sendable, Equatable {
  package let project: ProjectID
  package let source: DeliverySource
  /// What its sender calls it; repeats carry the same.
  package let externalID: String
  package let event: String
  /// JSON text of the adapter's summary.
  package let summary: String
  package let requestID: String

  package init(project: ProjectID, source: DeliverySource, externalID: String, event: String, summary: String, requestID: String) {
    self.project = project
    self.source = source
    self.externalID = externalID
    self.event = event
    self.summary = summary
    self.requestID = requestID
  }

  struct Key: Hashable {
    let project: ProjectID
    let source: String
    let externalID: String
  }

  var key: Key { Key(project: project, source: source.rawValue, externalID: externalID) }
}

/// What became of a delivery.
package enum IntakeOutcome: Sendable, Equatable {
  case stored
  /// Known already: nothing new will happen.
  case repeated
  /// Known already, but its job had failed: it gets another chance.
  case revived
  /// Its project is archived: nothing was written.
  case refused
}

/// A stored delivery.
package struct StoredDelivery: Sendable, Equatable {
  package let source: DeliverySource
  package let externalID: String
  package let event: String
  package let summary: String
}
