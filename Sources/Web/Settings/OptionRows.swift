internal import Actions
internal import Domain
internal import Messages
internal import Pipeline
internal import Storage
internal import Templates

/// Options of a field with what each of them means: model of `settings/options`, in a section with what is kept, on a page of its own with
/// what Asana has now.
struct OptionRows: TemplateModel {
  /// Begins the ids of its controls.
  let id: String
  /// Where it is sent; the page with the live options has the same address.
  let action: String
  let version: Int64
  let rows: [OptionRow]
  /// Meanings of a line that is added by name; empty where boxes are ticked.
  let meanings: [OptionRow.Meaning]
  /// Whether meanings are chosen, not ticked.
  let isMap: Bool
  /// Whether its answer is a change of the page it stands on.
  var isInline = true

  static var fields: Fields<Self> {
    [
      .text("id", \.id), .text("action", \.action), .number("version") { Int($0.version) }, .list("rows", \.rows),
      .flag("hasRows") { !$0.rows.isEmpty }, .list("meanings", \.meanings), .flag("map", \.isMap),
      .flag("inline", \.isInline),
    ]
  }
}

/// One option.
struct OptionRow: TemplateModel, Equatable {
  let id: String
  /// Id and name together, as `LineValue` reads them.
  let value: String
  let label: String
  /// Such as "not in Asana any more".
  let note: String
  let isChosen: Bool
  let meanings: [Meaning]

  /// What an option can mean.
  struct Meaning: TemplateModel, Equatable {
    let value: String
    let label: String
    let isChosen: Bool

    static var fields: Fields<Self> { [.text("value", \.value), .text("label", \.label), .flag("chosen", \.isChosen)] }
  }

  static var fields: Fields<Self> {
    [
      .text("id", \.id), .text("value", \.value), .text("label", \.label), .text("note", \.note), .flag("chosen", \.isChosen),
      .list("meanings", \.meanings),
    ]
  }
}

/// An option in a form: its id, which may be unknown, and its name.
enum LineValue {
  static func text(_ option: MappedOption) -> String { (option.id ?? "") + "|" + option.name }

  static func option(_ text: String) -> MappedOption {
    let id = text.prefix { $0 != "|" }
    return MappedOption(name: String(text.dropFirst(id.count + 1)), id: id.isEmpty ? nil : String(id))
  }
}

/// An option that is kept, or that Asana has, or both.
struct KnownOption: Sendable, Equatable {
  enum Presence: Sendable, Equatable {
    /// Asana was not asked.
    case unasked
    case live
    /// In Asana it cannot be chosen any more.
    case disabled
    /// Asana does not have it.
    case gone
  }

  let option: MappedOption
  let presence: Presence
  /// As a meaning of it is kept; nil when none is.
  let kept: MappedOption?

  var isKept: Bool { kept != nil }

  /// What is kept and what Asana has, matched by id and else by name; Asana's name of an option wins. One that was deleted in Asana and made
  /// again under the same name has another id, and the meaning it had is proposed for it.
  /// - Parameter live: nil when Asana was not asked.
  static func merge(_ kept: [MappedOption], _ live: [TrackerField.Option]?) -> [KnownOption] {
    guard let live else { return kept.map { KnownOption(option: $0, presence: .unasked, kept: $0) } }
    let ids = Set(live.map(\.id))
    var rest = kept
    var options: [KnownOption] = []
    for option in live {
      let index =
        rest.firstIndex { $0.id == option.id }
        ?? rest.firstIndex { kept in
          kept.name == option.name && kept.id.map { !ids.contains($0) } ?? true
        }
      let match = index.map { rest.remove(at: $0) }
      if match == nil, !option.isEnabled { continue }
      options.append(
        KnownOption(
          option: MappedOption(name: option.name, id: option.id), presence: option.isEnabled ? .live : .disabled, kept: match))
    }
    return options + rest.map { KnownOption(option: $0, presence: .gone, kept: $0) }
  }

  func note(_ words: Words) -> String {
    switch presence {
    case .unasked: ""
    case .live: kept.map { $0.id == nil || $0.id == option.id } == true ? "" : words("settings.options.new")
    case .disabled: words("settings.options.disabled")
    case .gone: words("settings.options.gone")
    }
  }
}
