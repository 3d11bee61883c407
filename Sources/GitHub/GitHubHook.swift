/// Webhook of a repository. GitHub never tells its secret.
package struct GitHubHook: Sendable, Equatable {
  package let id: Int64
  package let url: String
  /// `json` or `form`; only the first can be read by this program.
  package let contentType: String
  package let events: [String]
  package let isActive: Bool
  /// Status of the last delivery; nil before the first.
  package let lastStatus: Int?
  package let lastMessage: String?

  package init(
    id: Int64, url: String, contentType: String, events: [String], isActive: Bool, lastStatus: Int?, lastMessage: String?
  ) {
    self.id = id
    self.url = url
    self.contentType = contentType
    self.events = events
    self.isActive = isActive
    self.lastStatus = lastStatus
    self.lastMessage = lastMessage
  }
}
