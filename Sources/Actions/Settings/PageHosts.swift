/// Hosts whose addresses people may paste for a system: those of its own pages, and that of the API where another one is configured.
///
/// An address of GitLab names an owner and a repository too, and would be read as those of another repository here.
package struct PageHosts: Sendable {
  private let hosts: Set<String>

  /// `app.asana.com`, where Asana's pages are.
  /// - Parameter api: host of the API, in lower case.
  package static func asana(api: String) -> PageHosts { PageHosts(["app.asana.com", api]) }

  /// `github.com`; a GitHub of one's own has its pages where its API is, or beside `api.`.
  /// - Parameter api: host of the API, in lower case.
  package static func github(api: String) -> PageHosts {
    let pages = api.hasPrefix("api.") ? String(api.dropFirst(4)) : api
    return PageHosts(["github.com", "www.github.com", api, pages])
  }

  private init(_ hosts: Set<String>) { self.hosts = hosts }

  /// The parts of an address's path, without query and fragment; nil for what is no address of one of them.
  /// - Parameter text: with or without a scheme, or in the short form of ssh, `git@github.com:owner/name.git`.
  func path(of text: String) -> [String]? {
    var rest = text.prefix { $0 != "?" && $0 != "#" }
    let scheme = rest.firstRange(of: "://")
    if let scheme { rest = rest[scheme.upperBound...] }
    let isShort = scheme == nil && rest.contains("@")
    let parts = rest.split { $0 == "/" || (isShort && $0 == ":") }
    guard parts.count > 1, contain(parts[0]) else { return nil }
    return parts.dropFirst().map(String.init)
  }

  /// - Parameter authority: such as `app.asana.com`, `git@github.com` or `127.0.0.1:8090`.
  private func contain(_ authority: Substring) -> Bool {
    let host = authority.drop { $0 != "@" }.dropFirst()
    let named = host.isEmpty ? authority : host
    return hosts.contains(named.prefix { $0 != ":" }.lowercased())
  }
}
