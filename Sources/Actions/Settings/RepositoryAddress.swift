internal import Domain

/// Reads `owner/name` out of what people paste.
struct RepositoryAddress {
  /// Where repositories have their pages.
  let hosts: PageHosts

  /// `owner/name`, `https://github.com/owner/name/pulls`, `git@github.com:owner/name.git`, `ssh://git@github.com/owner/name`.
  func name(_ text: String) -> RepositoryName? {
    guard text.contains("://") || text.contains("@") || text.split(separator: "/").count > 2 else { return plain(text) }
    guard let path = hosts.path(of: text), path.count > 1 else { return nil }
    return plain("\(path[0])/\(path[1])")
  }

  private func plain(_ text: String) -> RepositoryName? {
    RepositoryName(text.hasSuffix(".git") ? String(text.dropLast(4)) : text)
  }
}
