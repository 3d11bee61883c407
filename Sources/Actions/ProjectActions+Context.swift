package import Domain
internal import Messages
package import Pipeline
internal import Storage

extension ProjectActions {
  /// An entry of a list as a page has shown it: somebody else may have changed the list since.
  package struct Place: Sendable, Equatable {
    /// From 0.
    package let position: Int
    /// Address of the link, or name of the contact, at that time.
    package let was: String

    package init(position: Int, was: String) {
      self.position = position
      self.was = was
    }
  }

  /// Fields of a link as typed.
  package struct LinkForm: Sendable, Equatable {
    package var kind = ""
    package var title = ""
    package var url = ""
    /// Separated by commas.
    package var tags = ""

    package init() {}
  }

  /// Fields of a contact as typed.
  package struct ContactForm: Sendable, Equatable {
    package var role = ""
    package var name = ""
    package var handle = ""

    package init() {}
  }

  /// Most links, and most contacts, of a project.
  package static let listLimit = 200

  /// Links, contacts and notes, for the settings page.
  /// - Throws: `forbidden` for anybody but an admin.
  package func context(_ actor: Actor, project: ProjectID) async throws -> ProjectContext {
    try actor.require(.admin)
    return try await projects.context(of: project)
  }

  // MARK: Links

  /// Adds a link, or changes one.
  /// - Parameter place: nil to add one at the end.
  /// - Throws: `forbidden` for anybody but an admin; `invalid` for the fields `kind`, `title`, `url` and `tags`, and for `list` when
  ///   the list is full or has changed meanwhile; `StorageError.archived`.
  package func saveLink(_ actor: Actor, project: ProjectID, _ form: LinkForm, at place: Place?) async throws {
    try actor.require(.admin)
    let link = try form.checked()
    try await projects.editLinks(of: project) { links in
      guard let index = try Self.index(place, links.map(\.url)) else {
        links.append(link)
        return AuditEvent("link.added", link.details, by: actor.auditOrigin)
      }
      guard links[index] != link else { return nil }
      links[index] = link
      return AuditEvent("link.changed", link.details, by: actor.auditOrigin)
    }
  }

  /// Takes a link away.
  /// - Throws: as `saveLink`.
  package func removeLink(_ actor: Actor, project: ProjectID, at place: Place) async throws {
    try actor.require(.admin)
    try await projects.editLinks(of: project) { links in
      guard let index = try Self.index(place, links.map(\.url)) else { return nil }
      return AuditEvent("link.removed", links.remove(at: index).details, by: actor.auditOrigin)
    }
  }

  // MARK: Contacts

  /// Adds a contact, or changes one.
  /// - Parameter place: nil to add one at the end.
  /// - Throws: as `saveLink`, for the fields `role`, `name` and `handle`.
  package func saveContact(_ actor: Actor, project: ProjectID, _ form: ContactForm, at place: Place?) async throws {
    try actor.require(.admin)
    let contact = try form.checked()
    try await projects.editContacts(of: project) { contacts in
      guard let index = try Self.index(place, contacts.map(\.name)) else {
        contacts.append(contact)
        return AuditEvent("contact.added", contact.details, by: actor.auditOrigin)
      }
      guard contacts[index] != contact else { return nil }
      contacts[index] = contact
      return AuditEvent("contact.changed", contact.details, by: actor.auditOrigin)
    }
  }

  /// Takes a contact away.
  /// - Throws: as `saveLink`.
  package func removeContact(_ actor: Actor, project: ProjectID, at place: Place) async throws {
    try actor.require(.admin)
    try await projects.editContacts(of: project) { contacts in
      guard let index = try Self.index(place, contacts.map(\.name)) else { return nil }
      return AuditEvent("contact.removed", contacts.remove(at: index).details, by: actor.auditOrigin)
    }
  }

  /// Where an entry stands now: at its place, or where it has moved to.
  /// - Returns: nil for one that is to be added.
  private static func index(_ place: Place?, _ list: [String]) throws(ActionError) -> Int? {
    guard let place else {
      guard list.count < listLimit else {
        throw .invalid(field: "list", message: Message("project.list.full", ["maximum": "\(listLimit)"]))
      }
      return nil
    }
    if list.indices.contains(place.position), list[place.position] == place.was { return place.position }
    guard let moved = list.firstIndex(of: place.was) else { throw .invalid(field: "list", message: Message("project.list.changed")) }
    return moved
  }
}

extension ProjectActions.LinkForm {
  /// Longest address; what browsers and proxies take.
  private static let urlLimit = 2000
  private static let mostTags = 20

  fileprivate func checked() throws(ActionError) -> ProjectContext.Link {
    let url = try TypedText(url, field: "url").checked(limit: Self.urlLimit, empty: "project.url.empty")
    // Only web addresses: anything else becomes a link on a page that must not run.
    guard url.hasPrefix("https://") || url.hasPrefix("http://"), !url.contains(where: \.isWhitespace), url.hasSuffix("//") == false else {
      throw .invalid(field: "url", message: Message("project.url.malformed"))
    }
    let title = try TypedText(title, field: "title").checked(limit: 200, empty: "project.title.empty")
    let kind = try TypedText(kind, field: "kind").checked(limit: 40)
    var tags: [String] = []
    for tag in self.tags.split(separator: ",") {
      let tag = try TypedText(String(tag), field: "tags").checked(limit: 40)
      if !tag.isEmpty, !tags.contains(tag) { tags.append(tag) }
    }
    guard tags.count <= Self.mostTags else {
      throw .invalid(field: "tags", message: Message("project.tags.too_many", ["maximum": "\(Self.mostTags)"]))
    }
    return ProjectContext.Link(kind: kind.isEmpty ? "link" : kind, title: title, url: url, tags: tags)
  }
}

extension ProjectActions.ContactForm {
  fileprivate func checked() throws(ActionError) -> ProjectContext.Contact {
    let role = try TypedText(role, field: "role").checked(limit: 100, empty: "project.contact_role.empty")
    let name = try TypedText(name, field: "name").checked(limit: 100, empty: "project.contact_name.empty")
    return ProjectContext.Contact(role: role, name: name, handle: try TypedText(handle, field: "handle").checked(limit: 100))
  }
}

extension ProjectContext.Link {
  fileprivate var details: [String: String] { ["title": title, "url": url] }
}

extension ProjectContext.Contact {
  fileprivate var details: [String: String] { ["role": role, "name": name] }
}
