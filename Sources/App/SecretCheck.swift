internal import Crypto
internal import Domain
internal import Storage

/// Tries to open everything that is sealed: secrets of projects, and second factors of people.
struct SecretCheck: Sendable {
  /// Names of what cannot be read, such as `asana.token of project demo`.
  let unreadable: [String]
  /// How many values can be read.
  let readable: Int
  /// Values sealed by the master key itself that are still under the previous one, such as `key of project demo`.
  let underPrevious: [String]

  init(_ stores: Stores) async throws {
    var unreadable: [String] = []
    var readable = 0
    for project in try await stores.projects.list() {
      for (name, readability) in try await stores.vault.check(project: project.id) {
        if readability == .unreadable { unreadable.append("\(name) of project \(project.slug)") } else { readable += 1 }
      }
    }
    let sealed = try await stores.sealed.check()
    for finding in sealed {
      // A key of a project that does not open shows in each secret it seals.
      guard case .secondFactor = finding.place else { continue }
      if finding.owner == .unknown { unreadable.append("\(finding.place)") } else { readable += 1 }
    }
    self.unreadable = unreadable
    self.readable = readable
    underPrevious = sealed.filter { $0.owner == .previous }.map { "\($0.place)" }
  }
}
