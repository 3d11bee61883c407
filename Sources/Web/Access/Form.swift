internal import HTTP

/// Fields of a posted form. A handler can only be given one that passed the check against forgery: `Gate` alone makes them.
struct Form: Sendable {
  private let fields: FormFields

  init(_ fields: FormFields) { self.fields = fields }

  /// Most bytes of a posted form.
  static let bodyLimit = 64 * 1024

  /// A field's first value; empty when it is absent.
  subscript(name: String) -> String { fields[name] ?? "" }
}
