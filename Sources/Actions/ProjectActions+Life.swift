package import Domain
internal import Messages
internal import Storage

extension ProjectActions {
  /// Longest name of a project, in characters.
  package static let nameLimit = 200

  /// Whether a project could have a slug; a page says it with the message `project.slug.CASE`.
  package enum SlugState: String, Sendable, CaseIterable { case free, empty, malformed, reserved, taken }

  /// Looks whether a slug can be given to a project. Only admins of the instance learn which ones are taken.
  package func state(ofSlug slug: String, _ person: Person) async throws -> SlugState {
    try person.requireAdmin()
    if let state = Self.malformation(of: slug) { return state }
    return try await projects.find(slug: slug) == nil ? .free : .taken
  }

  /// A free slug that reads like a name; empty when there is none.
  package func suggestSlug(for name: String, _ person: Person) async throws -> String {
    try person.requireAdmin()
    let base = Slug.suggestion(for: name)
    guard !base.isEmpty else { return "" }
    for number in 1...Self.mostSuggestions {
      let suffix = number == 1 ? "" : "-\(number)"
      let slug = String(base.prefix(Slug.limit - suffix.utf8.count)) + suffix
      if try await state(ofSlug: slug, person) == .free { return slug }
    }
    return ""
  }

  /// How many numbers are tried behind a name that is taken.
  private static let mostSuggestions = 20

  /// Makes a project, with its maker as the first admin.
  /// - Parameter slug: when it is empty, one is made from the name.
  /// - Returns: the slug.
  /// - Throws: `forbidden` for anybody but an admin of the instance; `invalid` for the fields `name` and `slug`.
  package func create(_ person: Person, name: String, slug: String) async throws -> String {
    try person.requireAdmin()
    let name = try TypedText(name, field: "name").checked(limit: Self.nameLimit, empty: "project.name.empty")
    let typed = TypedText(slug, field: "slug").text
    let slug = typed.isEmpty ? try await suggestSlug(for: name, person) : typed
    try Self.require(slug)
    guard try await projects.create(slug: slug, name: name, admin: person.id, by: person.auditOrigin) != nil else {
      throw Self.refusal(.taken)
    }
    return slug
  }

  /// Gives a project another name or address.
  /// - Returns: the slug.
  /// - Throws: `forbidden` for anybody but an admin; `invalid` for the fields `name` and `slug`; `StorageError.archived`.
  package func rename(_ actor: Actor, project: ProjectID, name: String, slug: String, from current: String) async throws -> String {
    try actor.require(.admin)
    let name = try TypedText(name, field: "name").checked(limit: Self.nameLimit, empty: "project.name.empty")
    let slug = TypedText(slug, field: "slug").text
    // One that is reserved today may have been given away by an older release, and may stay.
    if slug != current { try Self.require(slug) }
    guard try await projects.rename(project, slug: slug, name: name, by: actor.auditOrigin) else { throw Self.refusal(.taken) }
    return slug
  }

  /// Makes a project read-only.
  /// - Parameter confirmation: the project's slug, typed.
  /// - Throws: `forbidden` for anybody but an admin; `invalid` for the field `confirmation`.
  package func archive(_ actor: Actor, project: ProjectID, slug: String, confirmation: String) async throws {
    try actor.require(.admin)
    try Self.confirm(confirmation, slug)
    try await projects.archive(project, by: actor.auditOrigin)
  }

  /// Brings a project back.
  /// - Throws: as `archive`.
  package func unarchive(
    _ actor: Actor, project: ProjectID, slug: String, confirmation: String, requestID: String
  ) async throws {
    try actor.require(.admin)
    try Self.confirm(confirmation, slug)
    try await projects.unarchive(project, by: actor.auditOrigin, requestID: requestID)
  }

  private static func confirm(_ confirmation: String, _ slug: String) throws(ActionError) {
    guard TypedText(confirmation, field: "confirmation").text == slug else {
      throw .invalid(field: "confirmation", message: Message("project.confirmation.wrong", ["slug": slug]))
    }
  }

  // MARK: Slugs

  private static func malformation(of slug: String) -> SlugState? {
    if slug.isEmpty { return .empty }
    guard Slug.isValid(slug) else { return .malformed }
    return Slug.isReserved(slug) ? .reserved : nil
  }

  private static func require(_ slug: String) throws(ActionError) {
    if let state = malformation(of: slug) { throw refusal(state) }
  }

  private static func refusal(_ state: SlugState) -> ActionError {
    .invalid(field: "slug", message: Message("project.slug.\(state.rawValue)"))
  }
}
