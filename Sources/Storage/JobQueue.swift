package import Domain
package import Postgres

/// The queue in the table `jobs`. No transaction is held while a job runs: the lease stands in for it.
package struct JobQueue: Sendable {
  private let database: Database

  package init(database: Database) { self.database = database }

  /// Channel of NOTIFY that says that there may be work.
  package static let channel = "jobs"

  /// Adds jobs of one project.
  package func enqueue(_ jobs: [NewJob], project: ProjectID) async throws(DatabaseError) {
    guard !jobs.isEmpty else { return }
    _ = try await database.query(JobStatements.insert, Self.values(jobs, project), scope: .project(project.rawValue))
  }

  /// Adds jobs as part of a transaction.
  package static func enqueue(_ jobs: [NewJob], project: ProjectID) -> [(Statement, [SQLValue])] {
    jobs.isEmpty ? [] : [(JobStatements.insert, values(jobs, project))]
  }

  private static func values(_ jobs: [NewJob], _ project: ProjectID) -> [SQLValue] {
    [
      .id(project), .texts(jobs.map(\.kind.rawValue)), .texts(jobs.map(\.lane)), .texts(jobs.map(\.key)),
      .texts(jobs.map { $0.taskID?.description }), .texts(jobs.map { $0.deliveryID?.description }), .texts(jobs.map(\.payload)),
      .text(jobs[0].requestID),
    ]
  }

  /// What a look into the queue brought.
  package struct Claim: Sendable {
    package let jobs: [ClaimedJob]
    /// How long until the next job that waits for its time may run; nil when none waits.
    package let nextDue: Duration?
  }

  /// Claims up to `limit` jobs of some kinds.
  /// - Parameter lease: whole seconds.
  package func claim(limit: Int, kinds: [JobKind], worker: String, lease: Duration) async throws(DatabaseError) -> Claim {
    let values: [SQLValue] = [
      .int(Int64(limit)), .text(worker), .int(lease.components.seconds), .texts(kinds.map(\.rawValue)),
    ]
    var met = 0
    while true {
      do {
        let rows = try await database.batch([(JobStatements.claim, values), (JobStatements.nextDue, [])], scope: .system)
        return try Self.decode(rows)
      } catch  where error.isUniqueViolation && met < Self.meetings {
        // Another worker began with this lane between our look and our write, and none of ours were taken: look again.
        met += 1
      }
    }
  }

  /// How often in a row a claim may meet another one at the same lane.
  private static let meetings = 5

  private static func decode(_ rows: [Rows]) throws(DatabaseError) -> Claim {
    var jobs: [ClaimedJob] = []
    for row in rows[0] { jobs.append(try decode(row)) }
    let due = try rows[1].first?.optionalInt(0)
    return Claim(jobs: jobs.sorted { $0.id.rawValue < $1.id.rawValue }, nextDue: due.map { .milliseconds(max(0, $0)) })
  }

  private static func decode(_ row: Row) throws(DatabaseError) -> ClaimedJob {
    guard let kind = JobKind(rawValue: try row.text(2)) else { throw .decoding(column: "jobs.kind", expected: "a known kind") }
    return ClaimedJob(
      projectID: try row.id(0), id: try row.id(1), kind: kind, lane: try row.optionalText(3), taskID: try row.optionalID(4),
      deliveryID: try row.optionalID(5), payload: try row.text(6), attempt: Int(try row.int(7)), rescues: Int(try row.int(10)),
      lease: try row.int(8), requestID: try row.text(9))
  }

  /// Marks jobs done that changed nothing else.
  package func finish(_ jobs: [ClaimedJob]) async throws(DatabaseError) {
    guard !jobs.isEmpty else { return }
    try await database.execute(JobStatements.finish, Self.held(jobs), scope: .system)
  }

  /// Marks a job done as part of a transaction.
  /// - Throws: `StorageError.leaseLost`: roll back.
  package static func finish(_ job: ClaimedJob, in transaction: Transaction) async throws {
    guard try await transaction.execute(JobStatements.finish, held([job])) == 1 else { throw StorageError.leaseLost }
  }

  /// Ends a job without success.
  /// - Returns: whether this worker still held it.
  package func fail(_ job: ClaimedJob, reason: String) async throws(DatabaseError) -> Bool {
    try await database.execute(JobStatements.fail, Self.proof(job) + [.foreign(reason)], scope: .system) == 1
  }

  package static func fail(_ job: ClaimedJob, reason: String, in transaction: Transaction) async throws {
    let count = try await transaction.execute(JobStatements.fail, proof(job) + [.foreign(reason)])
    guard count == 1 else { throw StorageError.leaseLost }
  }

  /// Puts a job back.
  /// - Parameter countsAsAttempt: false for rate limits.
  package func retry(_ job: ClaimedJob, after wait: Duration, reason: String, countsAsAttempt: Bool) async throws(DatabaseError) {
    let milliseconds = wait.components.seconds * 1000 + wait.components.attoseconds / 1_000_000_000_000_000
    try await database.execute(
      JobStatements.retry, Self.proof(job) + [.foreign(reason), .int(countsAsAttempt ? 0 : 1), .int(milliseconds)], scope: .system)
  }

  /// Prolongs leases.
  /// - Returns: ids of the jobs that are still held.
  package func heartbeat(_ jobs: [ClaimedJob], lease: Duration) async throws(DatabaseError) -> Set<JobID> {
    let rows = try await database.query(JobStatements.heartbeat, Self.held(jobs) + [.int(lease.components.seconds)], scope: .system)
    var held: Set<JobID> = []
    for row in rows { held.insert(try row.id(0)) }
    return held
  }

  /// Gives jobs back untouched.
  package func release(_ jobs: [ClaimedJob]) async throws(DatabaseError) {
    guard !jobs.isEmpty else { return }
    try await database.execute(JobStatements.release, Self.held(jobs), scope: .system)
  }

  /// - Returns: how many jobs were taken back from dead workers.
  package func rescue() async throws(DatabaseError) -> Int64 {
    try await database.query(JobStatements.rescue, scope: .system).first?.int(0) ?? 0
  }

  /// - Returns: how many jobs were removed that were done more than 30 days ago.
  package func purge() async throws(DatabaseError) -> Int { try await database.execute(JobStatements.purge, scope: .system) }

  private static func held(_ jobs: [ClaimedJob]) -> [SQLValue] {
    [.ints(jobs.map(\.projectID.rawValue)), .ints(jobs.map(\.id.rawValue)), .ints(jobs.map(\.lease))]
  }

  private static func proof(_ job: ClaimedJob) -> [SQLValue] { [.id(job.projectID), .id(job.id), .int(job.lease)] }
}
