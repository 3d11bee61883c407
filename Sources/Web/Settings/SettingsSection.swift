/// Parts of the settings page, in order; each is saved by itself. The raw value is the part's anchor and stands in its addresses.
enum SettingsSection: String, Sendable, CaseIterable {
  case general
  case asana, github
  case statusMap = "status-map"
  case repositoryMap = "repository-map"
  case links, contacts, danger

  /// Key of the section's heading.
  var title: String { "settings.\(rawValue).title" }
  /// Key of the sentence under it.
  var note: String { "settings.\(rawValue).note" }
}
