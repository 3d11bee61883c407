internal import Storage
internal import Templates

/// Model of `settings.mustache`: a section each, and the index of them all.
struct SettingsModel: TemplateModel {
  let frame: Frame
  let asana: AsanaSection
  let github: GitHubSection
  let statusMap: StatusMapSection
  let repositoryMap: RepositoryMapSection
  let parts: ProjectParts

  init(frame: Frame, settings: ProjectSettings, parts: ProjectParts, view: SettingsView) {
    self.frame = frame
    asana = AsanaSection(settings, view)
    github = GitHubSection(settings, view)
    statusMap = StatusMapSection(settings, view)
    repositoryMap = RepositoryMapSection(settings, view)
    self.parts = parts
  }

  /// In the order of the page.
  private var index: [SettingsHead] {
    [
      parts.general.head, asana.head, github.head, statusMap.head, repositoryMap.head, parts.links.head, parts.contacts.head,
      parts.danger.head,
    ]
  }

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .list("index", \.index), .section("asana", \.asana), .section("github", \.github),
      .section("statusMap", \.statusMap), .section("repositoryMap", \.repositoryMap), .section("parts", \.parts),
    ]
  }
}
