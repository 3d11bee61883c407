internal import Crypto
internal import Domain
internal import Storage
internal import Synchronization

/// Remembers projects by public id and their webhook secrets for a few seconds, because every delivery needs them.
///
/// A cached secret can only make a delivery pass that was signed with a secret valid seconds ago. When a signature does not fit, the caller
/// asks again past the cache, so that a changed secret works at once.
final class SecretCache: Sendable {
  private struct Key: Hashable, Sendable {
    let publicID: String
    let name: SecretName
  }

  private struct Entry: Sendable {
    let project: ProjectID
    let secret: SecretBytes?
    let expires: ContinuousClock.Instant
  }

  /// The project exists and takes nothing.
  enum Refusal: Error { case archived }

  private static let lifetime: Duration = .seconds(5)
  private static let limit = 10_000

  private let projects: ProjectStore
  private let vault: SecretVault
  private let entries = Mutex<[Key: Entry]>([:])

  init(projects: ProjectStore, vault: SecretVault) {
    self.projects = projects
    self.vault = vault
  }

  /// - Returns: nil when there is no such project; the secret is nil when it is not set or cannot be read.
  /// - Throws: `Refusal.archived`; of one that was archived in the last seconds the intake knows.
  func find(_ name: SecretName, publicID: String, fresh: Bool = false) async throws -> (project: ProjectID, secret: SecretBytes?)? {
    let key = Key(publicID: publicID, name: name)
    let now = ContinuousClock.now
    if !fresh, let entry = entries.withLock({ $0[key] }), entry.expires > now { return (entry.project, entry.secret) }
    guard let (project, isArchived) = try await projects.find(publicID: publicID) else { return nil }
    guard !isArchived else { throw Refusal.archived }
    let secret = try await load(name, project)
    // What does not exist is not remembered: anybody can ask for any number of such names.
    guard secret != nil else { return (project, nil) }
    entries.withLock { entries in
      if entries.count >= Self.limit { entries.removeAll() }
      entries[key] = Entry(project: project, secret: secret, expires: now + Self.lifetime)
    }
    return (project, secret)
  }

  /// A secret sealed under another master key reads as none: nothing can be verified with it.
  private func load(_ name: SecretName, _ project: ProjectID) async throws -> SecretBytes? {
    do { return try await vault.find(name, project: project) } catch .unreadable { return nil } catch { throw error }
  }
}
