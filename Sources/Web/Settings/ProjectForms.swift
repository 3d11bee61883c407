internal import Actions
internal import Domain
internal import HTTP
internal import Messages
internal import Storage

/// Forms of the sections that are about the project itself.
struct ProjectForms: Sendable {
  let page: SettingsPage
  let actions: ProjectActions
  let site: Site

  func routes(_ gate: Gate) -> [Route] {
    [
      gate.memberForm(.admin, "/p/:slug/settings/general", "settings.general", rename),
      gate.memberForm(.admin, "/p/:slug/settings/links", "settings.links") { project, form in
        try await page.save(project, form, .links) {
          try await actions.saveLink(project.actor, project: project.membership.project, Self.link(form), at: try Self.place(form))
          return SettingsOutcome(.links)
        }
      },
      gate.memberForm(.admin, "/p/:slug/settings/links/remove", "settings.links.remove") { project, form in
        try await page.save(project, form, .links) {
          let place = try Self.existing(form)
          try await actions.removeLink(project.actor, project: project.membership.project, at: place)
          return SettingsOutcome(.links)
        }
      },
      gate.memberForm(.admin, "/p/:slug/settings/contacts", "settings.contacts") { project, form in
        try await page.save(project, form, .contacts) {
          try await actions.saveContact(project.actor, project: project.membership.project, Self.contact(form), at: try Self.place(form))
          return SettingsOutcome(.contacts)
        }
      },
      gate.memberForm(.admin, "/p/:slug/settings/contacts/remove", "settings.contacts.remove") { project, form in
        try await page.save(project, form, .contacts) {
          let place = try Self.existing(form)
          try await actions.removeContact(project.actor, project: project.membership.project, at: place)
          return SettingsOutcome(.contacts)
        }
      },
      gate.memberForm(.admin, "/p/:slug/settings/archive", "settings.archive") { project, form in
        try await page.save(project, form, .danger) {
          try await actions.archive(
            project.actor, project: project.membership.project, slug: project.slug, confirmation: form["confirmation"])
          return SettingsOutcome(.archived)
        }
      },
      gate.memberForm(.admin, "/p/:slug/settings/unarchive", "settings.unarchive", isForArchived: true) { project, form in
        try await page.save(project, form, .danger) {
          try await actions.unarchive(
            project.actor, project: project.membership.project, slug: project.slug, confirmation: form["confirmation"],
            requestID: project.request.id)
          return SettingsOutcome(.unarchived)
        }
      },
    ]
  }

  /// Leads to the new address, when it is another one. A name that was not touched stays as somebody else has made it meanwhile.
  @Sendable private func rename(_ project: InProject, _ form: Form) async throws -> Response {
    let current = project.membership.name
    let isMeanwhile = form.has("seen_name") && form["seen_name"] != current
    let name = isMeanwhile && form["name"] == form["seen_name"] ? current : form["name"]
    do {
      let slug = try await actions.rename(
        project.actor, project: project.membership.project, name: name, slug: form["slug"], from: project.slug)
      let outcome = SettingsOutcome(.general, isMeanwhile: isMeanwhile)
      return .seeOther("/p/\(slug)/settings#general").setting(outcome.cookie(isSecure: site.isSecure))
    } catch ActionError.invalid(let field, let message) {
      return try await page.answer(project, attempt: SettingsAttempt(section: .general, form: form, field: field, message: message))
    }
  }

  // MARK: Fields

  /// - Returns: nil for a new entry, whose form has no position.
  /// - Throws: `badRequest` for a position that no page has written.
  private static func place(_ form: Form) throws(PageError) -> ProjectActions.Place? {
    guard form.has("position") else { return nil }
    guard let position = Int(form["position"]) else { throw .badRequest(Message("error.form")) }
    return ProjectActions.Place(position: position, was: form["was"])
  }

  /// - Throws: `badRequest` for a form that says of no entry.
  private static func existing(_ form: Form) throws(PageError) -> ProjectActions.Place {
    guard let place = try place(form) else { throw .badRequest(Message("error.form")) }
    return place
  }

  private static func link(_ form: Form) -> ProjectActions.LinkForm {
    var link = ProjectActions.LinkForm()
    link.kind = form["kind"]
    link.title = form["title"]
    link.url = form["url"]
    link.tags = form["tags"]
    return link
  }

  private static func contact(_ form: Form) -> ProjectActions.ContactForm {
    var contact = ProjectActions.ContactForm()
    contact.role = form["role"]
    contact.name = form["name"]
    contact.handle = form["handle"]
    return contact
  }
}
