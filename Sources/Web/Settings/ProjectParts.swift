internal import Actions
internal import Domain
internal import Messages
internal import Pipeline
internal import Templates

/// Sections of the settings that are about the project itself.
struct ProjectParts: TemplateModel {
  let general: GeneralSection
  let links: EntriesSection
  let contacts: EntriesSection
  let danger: DangerSection

  init(_ project: InProject, _ context: ProjectContext, _ view: SettingsView) {
    general = GeneralSection(project, view)
    links = EntriesSection(links: context.links, view)
    contacts = EntriesSection(contacts: context.contacts, view)
    danger = DangerSection(project, view)
  }

  static var fields: Fields<Self> {
    [
      .section("general", \.general), .section("links", \.links), .section("contacts", \.contacts), .section("danger", \.danger),
      .flag("archived", \.danger.isArchived),
    ]
  }
}
