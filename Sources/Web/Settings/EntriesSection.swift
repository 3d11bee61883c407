internal import Actions
internal import Messages
internal import Pipeline
internal import Templates

/// Model of `settings/entries.mustache`: the links, or the contacts, each with its form, and one form more to add to them.
struct EntriesSection: TemplateModel {
  let head: SettingsHead
  let entries: [Entry]
  let addition: EntryForm
  let addLabel: String

  static var fields: Fields<Self> {
    [.section("head", \.head), .list("entries", \.entries), .section("addition", \.addition), .text("addLabel", \.addLabel)]
  }

  init(links: [ProjectContext.Link], _ view: SettingsView) {
    func form(_ link: ProjectContext.Link?, _ place: ProjectActions.Place?) -> EntryForm {
      EntryForm(
        .links, place,
        [
          .init("title", "settings.links.link_title", link?.title), .init("url", "settings.links.url", link?.url, kind: .url),
          .init("kind", "settings.links.kind", link?.kind, hint: "settings.links.kind_hint", kind: .optional),
          .init("tags", "settings.links.tags", link?.tags.joined(separator: ", "), hint: "settings.links.tags_hint", kind: .optional),
        ], view)
    }
    self.init(
      .links,
      links.enumerated().map { position, link in
        Entry(
          name: link.title, href: OutsideURL.isSafe(link.url) ? link.url : nil, mark: link.kind, note: link.tags.joined(separator: ", "),
          form: form(link, .init(position: position, was: link.url)))
      }, form(nil, nil), add: "settings.links.add", none: "settings.links.none", view)
  }

  init(contacts: [ProjectContext.Contact], _ view: SettingsView) {
    func form(_ contact: ProjectContext.Contact?, _ place: ProjectActions.Place?) -> EntryForm {
      EntryForm(
        .contacts, place,
        [
          .init("role", "settings.contacts.role", contact?.role, hint: "settings.contacts.role_hint"),
          .init("name", "settings.contacts.name", contact?.name),
          .init("handle", "settings.contacts.handle", contact?.handle, hint: "settings.contacts.handle_hint", kind: .optional),
        ], view)
    }
    self.init(
      .contacts,
      contacts.enumerated().map { position, contact in
        Entry(
          name: contact.name, href: nil, mark: contact.role, note: contact.handle,
          form: form(contact, .init(position: position, was: contact.name)))
      }, form(nil, nil), add: "settings.contacts.add", none: "settings.contacts.none", view)
  }

  private init(
    _ section: SettingsSection, _ entries: [Entry], _ addition: EntryForm, add: String, none: String, _ view: SettingsView
  ) {
    self.entries = entries
    self.addition = addition
    addLabel = view.words(add)
    let state =
      entries.isEmpty
      ? SettingsState(view.words(none), .quiet) : SettingsState(view.words.count("settings.count", entries.count), .good)
    let head = view.head(section, state)
    // The entry a failed form was about may be gone: then the section says so.
    let isLost = view.attempt?.section == section && !(entries.map(\.form) + [addition]).contains(where: \.isOpen)
    self.head = isLost ? head.with(problem: view.attempt.map { view.words($0.message) }) : head
  }

  /// A link or a contact.
  struct Entry: TemplateModel {
    let name: String
    let href: String?
    /// Kind or role.
    let mark: String
    /// Tags or handle.
    let note: String
    let form: EntryForm

    static var fields: Fields<Self> {
      [
        .text("name", \.name), .section("link") { $0.href.map(Target.init) }, .text("mark", \.mark),
        .section("note") { $0.note.isEmpty ? nil : Note(text: $0.note) }, .section("form", \.form),
      ]
    }
  }
}

extension SettingsHead {
  fileprivate func with(problem: String?) -> SettingsHead {
    SettingsHead(
      section: section, title: title, note: note, state: state, outcome: outcome, meanwhile: meanwhile, problem: problem)
  }
}
