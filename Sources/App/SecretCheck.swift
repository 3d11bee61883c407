internal import Domain
internal import Storage

/// Tries to open every secret of every project.
struct SecretCheck: Sendable {
  struct Finding: Sendable {
    let project: String
    let secret: String
    let isUnreadable: Bool
  }

  private let stores: Stores

  init(_ stores: Stores) { self.stores = stores }

  func findings() async throws -> [Finding] {
    var findings: [Finding] = []
    for project in try await stores.projects.list() {
      for name in try await stores.vault.names(project: project.id) {
        findings.append(Finding(project: project.slug, secret: name.text, isUnreadable: try await isUnreadable(name, project.id)))
      }
    }
    return findings
  }

  private func isUnreadable(_ name: SecretName, _ project: ProjectID) async throws -> Bool {
    do {
      _ = try await stores.vault.find(name, project: project)
      return false
    } catch .unreadable { return true } catch { throw error }
  }
}
