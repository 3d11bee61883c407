internal import Actions
internal import Messages
internal import Templates

/// The form of a link or contact: model of `settings/entry_form.mustache`.
struct EntryForm: TemplateModel {
  let id: String
  let action: String
  /// nil for a new one.
  let place: ProjectActions.Place?
  let inputs: [Input]
  /// What was typed last was not accepted.
  let isOpen: Bool
  /// What is wrong with no field in particular.
  let problem: String?

  static var fields: Fields<Self> {
    [
      .text("id", \.id), .text("action", \.action), .section("place") { $0.place.map(Position.init) }, .list("inputs", \.inputs),
      .flag("open", \.isOpen), .section("problem") { $0.problem.map(Note.init) },
    ]
  }

  /// What a field is called and holds.
  struct Field: Sendable {
    enum Kind: Sendable { case text, url, optional }

    let name: String
    let label: String
    let value: String
    let hint: String?
    let kind: Kind

    /// - Parameters:
    ///   - label: key of a message.
    ///   - hint: key of a message.
    init(_ name: String, _ label: String, _ value: String?, hint: String? = nil, kind: Kind = .text) {
      self.name = name
      self.label = label
      self.value = value ?? ""
      self.hint = hint
      self.kind = kind
    }
  }

  init(_ section: SettingsSection, _ place: ProjectActions.Place?, _ fields: [Field], _ view: SettingsView) {
    let position = place.map { "\($0.position)" } ?? ""
    let base = "\(section.rawValue)-\(place == nil ? "new" : position)"
    let mine = view.attempt.flatMap { $0.section == section && $0.form["position"] == position ? $0 : nil }
    id = base + "-form"
    action = "\(view.path)/\(section.rawValue)"
    // What a page showed stays what it showed, or a second try would overwrite what somebody else has written.
    self.place = place.map { .init(position: $0.position, was: mine?.form["was"] ?? $0.was) }
    isOpen = mine != nil
    problem = mine.flatMap { attempt in fields.contains { $0.name == attempt.field } ? nil : view.words(attempt.message) }
    inputs = fields.map { field in
      Input(
        id: "\(base)-\(field.name)", field: field, value: mine.map { $0.form[field.name] } ?? field.value,
        error: mine.flatMap { $0.field == field.name ? view.words($0.message) : nil }, words: view.words)
    }
  }

  struct Position: TemplateModel {
    let place: ProjectActions.Place

    static var fields: Fields<Self> { [.number("position", \.place.position), .text("was", \.place.was)] }
  }

  struct Input: TemplateModel {
    let id: String
    let field: Field
    let value: String
    let error: String?
    let words: Words

    static var fields: Fields<Self> {
      [
        .text("id", \.id), .text("name", \.field.name), .text("label") { $0.words($0.field.label) }, .text("value", \.value),
        .text("type") { $0.field.kind == .url ? "url" : "text" }, .flag("optional") { $0.field.kind == .optional },
        .section("hint") { input in input.field.hint.map { Note(text: input.words($0)) } }, .section("error") { $0.error.map(Note.init) },
        .section("described") { $0.described.isEmpty ? nil : Note(text: $0.described.joined(separator: " ")) },
      ]
    }

    /// Ids of what explains the field.
    private var described: [String] { (field.hint == nil ? [] : [id + "-hint"]) + (error == nil ? [] : [id + "-error"]) }
  }
}
