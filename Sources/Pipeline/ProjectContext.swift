/// What a project's people want every agent to know; it comes from the project's settings, not from the tracker.
package struct ProjectContext: Sendable, Equatable {
  package struct Link: Sendable, Equatable {
    package let kind: String
    package let title: String
    package let url: String
    package let tags: [String]

    package init(kind: String, title: String, url: String, tags: [String]) {
      self.kind = kind
      self.title = title
      self.url = url
      self.tags = tags
    }
  }

  package struct Contact: Sendable, Equatable {
    package let role: String
    package let name: String
    /// Such as `@platform`; shown as code, so that it pings nobody.
    package let handle: String

    package init(role: String, name: String, handle: String) {
      self.role = role
      self.name = name
      self.handle = handle
    }
  }

  package let links: [Link]
  package let contacts: [Contact]
  /// Markdown.
  package let notes: String

  package static let empty = ProjectContext(links: [], contacts: [], notes: "")

  package init(links: [Link], contacts: [Contact], notes: String) {
    self.links = links
    self.contacts = contacts
    self.notes = notes
  }
}
