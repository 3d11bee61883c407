internal import Templates

/// A field with its value and what is wrong with it: model of `settings/field` and its kin.
struct SettingsField: TemplateModel, Equatable {
  let id: String
  let name: String
  let value: String
  let error: String?

  static var fields: Fields<Self> {
    [.text("id", \.id), .text("name", \.name), .text("value", \.value), .section("error") { $0.error.map(Note.init) }]
  }
}
