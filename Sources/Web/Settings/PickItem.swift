internal import Templates

/// A box or button of a list to choose from.
struct PickItem: TemplateModel, Equatable {
  let id: String
  let name: String
  let value: String
  let label: String
  let note: String
  let isChosen: Bool

  static var fields: Fields<Self> {
    [
      .text("id", \.id), .text("name", \.name), .text("value", \.value), .text("label", \.label), .text("note", \.note),
      .flag("chosen", \.isChosen),
    ]
  }
}
