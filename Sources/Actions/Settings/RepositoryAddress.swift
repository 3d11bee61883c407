internal import Domain

/// Reads `owner/name` out of what people paste.
struct RepositoryAddress {
  /// Where repositories have their pages.
  let hosts: PageHosts

  /// `owner/name`, `https://github.com/owner/name/pulls`, `git@github.com:owner/name.git`, `ssh://git@github.com/owner/name`.
  func name(_ text: String) -> RepositoryName? {
    guard text.contains("://") || text.contains("@") || text.split(separator: "/").count > 2 else { return plain(text) }
    var rest = text.prefix { $0 != "?" && $0 != "#" }
    if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
    // The short form of ssh has a colon between host and path.
    let parts = rest.split { $0 == "/" || (!text.contains("://") && $0 == ":") }
    guard parts.count >= 3, hosts.contain(parts[0]) else { return nil }
    return plain("\(parts[1])/\(parts[2])")
  }

  private func plain(_ text: String) -> RepositoryName? {
    RepositoryName(text.hasSuffix(".git") ? String(text.dropLast(4)) : text)
  }
}

/// Values typed into one field, one a line or with commas or blanks between them.
enum TypedList {
  static func items(_ text: String) -> [String] { text.split { $0.isWhitespace || $0 == "," || $0 == ";" }.map(String.init) }
}
