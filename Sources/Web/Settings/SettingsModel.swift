internal import Storage
internal import Templates

/// Model of `settings.mustache`: a section each, and the index of them all.
struct SettingsModel: TemplateModel {
  let frame: Frame
  let asana: AsanaSection
  let github: GitHubSection
  let statusMap: StatusMapSection
  let repositoryMap: RepositoryMapSection

  init(frame: Frame, settings: ProjectSettings, view: SettingsView) {
    self.frame = frame
    asana = AsanaSection(settings, view)
    github = GitHubSection(settings, view)
    statusMap = StatusMapSection(settings, view)
    repositoryMap = RepositoryMapSection(settings, view)
  }

  /// In the order of the page.
  private var index: [SettingsHead] { [asana.head, github.head, statusMap.head, repositoryMap.head] }

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .list("index", \.index), .section("asana", \.asana), .section("github", \.github),
      .section("statusMap", \.statusMap), .section("repositoryMap", \.repositoryMap),
    ]
  }
}
