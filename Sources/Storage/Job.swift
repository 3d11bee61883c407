package import Domain

/// What a job does.
package enum JobKind: String, Sendable, CaseIterable {
  /// Works out whom a stored webhook delivery concerns.
  case delivery
  /// Reads one tracker task and feeds it to the pipeline.
  case refresh
  /// Performs one effect of the pipeline.
  case effect
  /// Keeps a project's Asana webhooks in place.
  case hooks
  /// Does nothing: for measuring the queue.
  case nothing
}

/// A job to be written.
package struct NewJob: Sendable, Equatable {
  package let kind: JobKind
  /// Jobs of one lane run one at a time, in order; nil runs whenever there is room.
  package let lane: String?
  /// A second job with the same key is not made.
  package let key: String?
  package let taskID: TaskID?
  package let deliveryID: DeliveryID?
  /// JSON text.
  package let payload: String
  /// Id of the request that caused it, for the log.
  package let requestID: String

  package init(
    kind: JobKind, lane: String?, key: String?, taskID: TaskID? = nil, deliveryID: DeliveryID? = nil, payload: String = "{}",
    requestID: String
  ) {
    self.kind = kind
    self.lane = lane
    self.key = key
    self.taskID = taskID
    self.deliveryID = deliveryID
    self.payload = payload
    self.requestID = requestID
  }

  /// The lane of a tracker task, also before it has a row here.
  package static func lane(asanaGID: String) -> String { "asana:" + asanaGID }
}

/// A job this worker holds the lease of.
package struct ClaimedJob: Sendable, Equatable {
  package let projectID: ProjectID
  package let id: JobID
  package let kind: JobKind
  package let lane: String?
  package let taskID: TaskID?
  package let deliveryID: DeliveryID?
  package let payload: String
  /// This one included.
  package let attempt: Int
  /// How many workers died, one after the other, while they ran it.
  package let rescues: Int
  /// Proof of the claim: a result is written only while the row still carries it.
  package let lease: Int64
  package let requestID: String

  package init(
    projectID: ProjectID, id: JobID, kind: JobKind, lane: String?, taskID: TaskID?, deliveryID: DeliveryID?, payload: String, attempt: Int,
    rescues: Int, lease: Int64, requestID: String
  ) {
    self.projectID = projectID
    self.id = id
    self.kind = kind
    self.lane = lane
    self.taskID = taskID
    self.deliveryID = deliveryID
    self.payload = payload
    self.attempt = attempt
    self.rescues = rescues
    self.lease = lease
    self.requestID = requestID
  }
}
