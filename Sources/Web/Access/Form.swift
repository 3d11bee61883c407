internal import HTTP

/// Fields of a posted form. A handler can only be given one that passed the check against forgery: `Gate` alone makes them.
struct Form: Sendable {
  private let fields: FormFields

  init(_ fields: FormFields) { self.fields = fields }

  /// Most bytes of a posted form.
  static let bodyLimit = 64 * 1024

  /// A field's first value; empty when it is absent.
  subscript(name: String) -> String { fields[name] ?? "" }

  /// All values of a field, in order: of boxes that share a name.
  func values(_ name: String) -> [String] { fields.values(name) }

  /// Whether a box of this name is ticked, or a button of this name was pressed.
  func has(_ name: String) -> Bool { fields[name] != nil }
}
