package import Domain

/// What the calls to an outside system with a project's token have shown: one row of `integration_checks`.
package struct IntegrationCheck: Sendable, Equatable {
  package enum System: String, Sendable, Hashable, CaseIterable { case asana, github }

  /// Why nothing can be done for a project there; a page says it with the message `integration.failure.CODE`.
  package enum Failure: String, Sendable, Hashable, CaseIterable {
    /// The token is wrong or was revoked.
    case unauthorised
    /// The token may not read something that is needed.
    case forbidden
    /// The token may not write something that is needed.
    case readOnly = "read_only"
    /// There is no token, or it cannot be read with this master key.
    case notConfigured = "not_configured"
  }

  /// Since when calls fail for good, and why the last one did.
  package struct Failing: Sendable, Equatable {
    package let since: Timestamp
    package let failure: Failure

    package init(since: Timestamp, failure: Failure) {
      self.since = since
      self.failure = failure
    }
  }

  /// Whose the token is, by name or login; empty before a token was checked.
  package let account: String
  /// What the token may do or lacks, as codes of whoever checked it.
  package let findings: [String]
  package let failing: Failing?
  package let checkedAt: Timestamp

  package init(account: String, findings: [String], failing: Failing?, checkedAt: Timestamp) {
    self.account = account
    self.findings = findings
    self.failing = failing
    self.checkedAt = checkedAt
  }
}
