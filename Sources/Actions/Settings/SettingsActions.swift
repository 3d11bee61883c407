package import Crypto
package import Domain
package import Storage

/// What an admin does on the settings page, one section at a time.
package struct SettingsActions: Sendable {
  let store: SettingsStore
  let vault: SecretVault
  let ports: SettingsPorts
  let random: RandomSource

  package init(store: SettingsStore, vault: SecretVault, ports: SettingsPorts, random: RandomSource) {
    self.store = store
    self.vault = vault
    self.ports = ports
    self.random = random
  }

  /// Whose settings, who changes them, and what they were on the page.
  package struct Target: Sendable {
    package let actor: Actor
    package let project: ProjectID
    /// Version of the settings the page showed; nil when it showed none.
    package let seen: Int64?
    /// Goes on into the jobs that follow.
    package let requestID: String

    package init(actor: Actor, project: ProjectID, seen: Int64?, requestID: String) {
      self.actor = actor
      self.project = project
      self.seen = seen
      self.requestID = requestID
    }

    var edit: SettingsStore.Edit {
      SettingsStore.Edit(project: project, seen: seen, origin: actor.auditOrigin, requestID: requestID)
    }
  }

  /// As much of a secret as a page may show.
  package enum Glimpse: Sendable, Equatable {
    case tail(String)
    /// Too short to show any of it.
    case hidden
    /// Sealed under another master key: it has to be entered again.
    case unreadable
  }

  /// Shortest secret whose last four characters are shown.
  static let shownFrom = 12

  /// The settings and as much of their secrets as a page may show.
  /// - Throws: `notFound` when the project is gone; `DatabaseError`.
  package func load(_ project: ProjectID) async throws -> (settings: ProjectSettings, glimpses: [SecretName: Glimpse]) {
    do { return (try await store.load(project), try await glimpses(project)) } catch StorageError.notFound { throw ActionError.notFound }
  }

  private func glimpses(_ project: ProjectID) async throws -> [SecretName: Glimpse] {
    var glimpses: [SecretName: Glimpse] = [:]
    for name in [SecretName.asanaToken, .githubToken, .githubWebhook] {
      do {
        guard let secret = try await vault.find(name, project: project) else { continue }
        glimpses[name] = secret.revealText().map(Self.glimpse) ?? .hidden
      } catch .unreadable { glimpses[name] = .unreadable } catch { throw error }
    }
    return glimpses
  }

  private static func glimpse(_ text: String) -> Glimpse { text.count < shownFrom ? .hidden : .tail(String(text.suffix(4))) }

  /// The stored token of a system.
  /// - Throws: `notConfigured` when there is none, or it cannot be read.
  func token(_ name: SecretName, _ project: ProjectID) async throws(PortError) -> SecretBytes {
    do {
      if let token = try await vault.find(name, project: project) { return token }
    } catch .unreadable {
      throw .notConfigured(reason: "the token cannot be read with this master key")
    } catch {
      throw .transient(reason: "the database did not answer")
    }
    throw .notConfigured(reason: "there is no token yet")
  }

  /// Runs something for each item at the same time; the order stays.
  static func concurrently<Item: Sendable, Value: Sendable>(
    _ items: [Item], _ work: @escaping @Sendable (Item) async -> Value
  ) async -> [Value] {
    await withTaskGroup(of: (Int, Value).self) { group in
      for (index, item) in items.enumerated() { group.addTask { (index, await work(item)) } }
      var values: [Int: Value] = [:]
      for await (index, value) in group { values[index] = value }
      return items.indices.compactMap { values[$0] }
    }
  }
}
