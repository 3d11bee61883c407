/// Number of a row, tagged with what it identifies, so that ids of different things cannot be mixed up.
package struct ID<Entity>: Hashable, Sendable, RawRepresentable, CustomStringConvertible {
  package let rawValue: Int64

  package init(rawValue: Int64) { self.rawValue = rawValue }

  /// Reads a decimal id from an address; nil for anything else, also for signs and leading zeros.
  package init?(text: String) {
    guard let first = text.utf8.first, first != UInt8(ascii: "0"), text.utf8.count <= 19,
      text.utf8.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }), let value = Int64(text)
    else { return nil }
    rawValue = value
  }

  package var description: String { String(rawValue) }
}

/// A tool project: one tenant.
package enum ProjectEntity {}
/// A task.
package enum TaskEntity {}
/// A person with a login.
package enum UserEntity {}
/// A configured GitHub repository.
package enum RepositoryEntity {}
/// A job of the queue.
package enum JobEntity {}
/// A row of `task_events`.
package enum TaskEventEntity {}
/// A stored webhook delivery.
package enum DeliveryEntity {}
/// An invite into a project.
package enum InviteEntity {}
/// A note of a project's knowledge.
package enum NoteEntity {}

package typealias ProjectID = ID<ProjectEntity>
package typealias TaskID = ID<TaskEntity>
package typealias UserID = ID<UserEntity>
package typealias RepositoryID = ID<RepositoryEntity>
package typealias JobID = ID<JobEntity>
package typealias TaskEventID = ID<TaskEventEntity>
package typealias DeliveryID = ID<DeliveryEntity>
package typealias InviteID = ID<InviteEntity>
package typealias NoteID = ID<NoteEntity>
