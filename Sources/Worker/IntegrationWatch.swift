package import Domain
package import Storage
internal import Synchronization

/// Keeps what calls to the outside show about each project's tokens: `integration_checks` as the pages read it.
///
/// A busy project makes many calls a second. What was noted a minute ago and has not changed since is not even sent to the database.
package final class IntegrationWatch: Sendable {
  private struct Key: Hashable, Sendable {
    let project: ProjectID
    let system: IntegrationCheck.System
  }

  private struct Noted: Sendable {
    let failure: IntegrationCheck.Failure?
    let isWrite: Bool
    let expires: ContinuousClock.Instant
  }

  private static let interval: Duration = .seconds(60)
  private static let limit = 10_000

  private let store: IntegrationStore
  private let noted = Mutex<[Key: Noted]>([:])

  package init(store: IntegrationStore) { self.store = store }

  /// For the adapter of one project and system.
  package func observer(of system: IntegrationCheck.System, project: ProjectID) -> CallObserver {
    { outcome in await self.note(outcome, system, project) }
  }

  /// Notes a call; failures that pass by themselves, and those of a single request, say nothing about the token.
  package func note(_ outcome: CallOutcome, _ system: IntegrationCheck.System, _ project: ProjectID) async {
    let failure = IntegrationCheck.Failure(outcome)
    guard failure != nil || outcome.failure == nil else { return }
    let key = Key(project: project, system: system)
    guard isNews(failure, outcome.isWrite, key) else { return }
    do {
      if let failure {
        try await store.noteFailure(failure, system, project: project)
      } else {
        try await store.noteSuccess(system, isWrite: outcome.isWrite, project: project)
      }
    } catch {
      // Our own database is away: the next call is noted instead.
      noted.withLock { $0[key] = nil }
    }
  }

  private func isNews(_ failure: IntegrationCheck.Failure?, _ isWrite: Bool, _ key: Key) -> Bool {
    let now = ContinuousClock.now
    return noted.withLock { noted in
      // A write that works says more than a reading call that works.
      if let last = noted[key], last.failure == failure, last.isWrite || !isWrite, last.expires > now { return false }
      if noted.count >= Self.limit { noted.removeAll() }
      noted[key] = Noted(failure: failure, isWrite: isWrite, expires: now + Self.interval)
      return true
    }
  }
}

extension IntegrationCheck.Failure {
  /// - Returns: nil for a call that worked, and for a failure that says nothing about the token.
  fileprivate init?(_ outcome: CallOutcome) {
    switch outcome.failure {
    case .unauthorised: self = .unauthorised
    case .forbidden: self = outcome.isWrite ? .readOnly : .forbidden
    case .notConfigured: self = .notConfigured
    case .transient, .rateLimited, .notFound, .rejected, .malformed, nil: return nil
    }
  }
}
