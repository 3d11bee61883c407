internal import Actions
internal import Templates

/// Model of `settings_choose.mustache`: lists read from the outside just now, to choose from.
struct ChooseModel: TemplateModel {
  let frame: Frame
  let title: String
  let lead: String
  /// Where it is sent; the page itself has the same address.
  let action: String
  let back: String
  let version: Int64
  /// Why nothing could be read, in words.
  let problem: String?
  /// What was searched for, where the list is long enough to search.
  let search: String?
  /// Workspaces to look into.
  let workspaces: [PickItem]
  let workspace: String?
  let groups: [Group]
  /// That the list is not all there is.
  let cut: String?
  /// The field to paste into; nil where there is none.
  let pasted: Pasted?

  /// What is ticked, where boxes are.
  private var was: String? {
    let boxes = groups.filter { $0.type == "checkbox" }
    return boxes.isEmpty ? nil : TickedBoxes.shown(boxes.flatMap(\.items).filter(\.isChosen).map(\.value))
  }

  struct Group: TemplateModel {
    let id: String
    let label: String
    let hint: String
    let type: String
    let items: [PickItem]

    static var fields: Fields<Self> {
      [
        .text("id", \.id), .text("label", \.label), .text("hint", \.hint), .text("type", \.type), .list("items", \.items),
        .flag("empty") { $0.items.isEmpty },
      ]
    }
  }

  struct Pasted: TemplateModel {
    let name: String
    let label: String
    let hint: String

    static var fields: Fields<Self> { [.text("name", \.name), .text("label", \.label), .text("hint", \.hint)] }
  }

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .text("title", \.title), .text("lead", \.lead), .text("action", \.action), .text("back", \.back),
      .number("version") { Int($0.version) }, .section("problem") { $0.problem.map(Note.init) },
      .section("search") { $0.search.map(Note.init) }, .list("workspaces", \.workspaces),
      .flag("hasWorkspaces") { $0.workspaces.count > 1 }, .section("workspace") { $0.workspace.map(Note.init) },
      .list("groups", \.groups), .section("was") { $0.was.map(Note.init) }, .section("cut") { $0.cut.map(Note.init) },
      .section("pasted", \.pasted),
    ]
  }
}

/// Model of `settings_options.mustache`: the options of a field, read just now, with what each of them means.
struct OptionsModel: TemplateModel {
  let frame: Frame
  let title: String
  let lead: String
  let back: String
  let problem: String?
  let options: OptionRows

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .text("title", \.title), .text("lead", \.lead), .text("back", \.back),
      .section("problem") { $0.problem.map(Note.init) }, .section("options", \.options),
    ]
  }
}
