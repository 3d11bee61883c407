package import Domain
package import Postgres

/// What calls to the outside have shown about each project's tokens.
package struct IntegrationStore: Sendable {
  private let database: Database

  package init(database: Database) { self.database = database }

  /// Systems that were never called are missing.
  package func list(of project: ProjectID) async throws -> [IntegrationCheck.System: IntegrationCheck] {
    try Self.checks(await database.query(IntegrationStatements.list, [.id(project)], scope: .project(project.rawValue)))
  }

  /// Decodes the rows of `IntegrationStatements.list`, for batches of whoever shows them.
  static func checks(_ rows: Rows) throws -> [IntegrationCheck.System: IntegrationCheck] {
    var checks: [IntegrationCheck.System: IntegrationCheck] = [:]
    for row in rows {
      guard let system = IntegrationCheck.System(rawValue: try row.text(0)) else { continue }
      let failure = try row.optionalText(4).flatMap(IntegrationCheck.Failure.init(rawValue:))
      let failing = try row.optionalTime(3).flatMap { since in failure.map { IntegrationCheck.Failing(since: since, failure: $0) } }
      checks[system] = IntegrationCheck(
        account: try row.text(1), findings: try JSONText.decode([String].self, try row.text(2), "integration_checks.findings"),
        failing: failing, checkedAt: try row.time(5))
    }
    return checks
  }

  /// Writes that a token was checked and works, as part of a batch or transaction in the project's scope.
  /// - Parameters:
  ///   - account: name or login of the token's owner.
  ///   - findings: what the token may do or lacks, as codes.
  package static func checked(
    _ system: IntegrationCheck.System, account: String, findings: [String], project: ProjectID
  ) -> (Statement, [SQLValue]) {
    (
      IntegrationStatements.check,
      [.id(project), .text(system.rawValue), .foreign(account), .text(JSONText.encode(findings.map(\.storable)))]
    )
  }

  /// Writes that calls fail for good, as part of a batch or transaction in the project's scope.
  package static func failed(
    _ failure: IntegrationCheck.Failure, _ system: IntegrationCheck.System, project: ProjectID
  ) -> (Statement, [SQLValue]) {
    (IntegrationStatements.fail, [.id(project), .text(system.rawValue), .text(failure.rawValue)])
  }

  /// Forgets a system, whose token was removed.
  package static func forgotten(_ system: IntegrationCheck.System, project: ProjectID) -> (Statement, [SQLValue]) {
    (IntegrationStatements.forget, [.id(project), .text(system.rawValue)])
  }

  /// Notes a call that failed for good; at most one write a minute while it stays the same.
  package func noteFailure(
    _ failure: IntegrationCheck.Failure, _ system: IntegrationCheck.System, project: ProjectID
  ) async throws(DatabaseError) {
    _ = try await database.batch([Self.failed(failure, system, project: project)], scope: .project(project.rawValue))
  }

  /// Notes a call that worked; at most one write a minute while it stays the same.
  /// - Parameter isWrite: whether the call changed something there.
  package func noteSuccess(_ system: IntegrationCheck.System, isWrite: Bool, project: ProjectID) async throws(DatabaseError) {
    try await database.execute(
      IntegrationStatements.work, [.id(project), .text(system.rawValue), .bool(isWrite)], scope: .project(project.rawValue))
  }
}
