/// How a field is read, by kind.
enum Accessor<Model>: Sendable {
  case text(@Sendable (Model) -> String)
  case number(@Sendable (Model) -> Int?)
  case flag(@Sendable (Model) -> Bool)
  case markup(@Sendable (Model) -> TrustedMarkup?)
  case nested(NestedAccessor<Model>)

  var kind: FieldKind {
    switch self {
    case .text: .text
    case .number: .number
    case .flag: .flag
    case .markup: .markup
    case .nested(let nested): nested.isList ? .list : .section
    }
  }

  /// Reads the value to be printed, or is nil when the kind has none.
  var value: (@Sendable (Model) -> Slot)? {
    switch self {
    case .text(let get): { .text(get($0)) }
    case .number(let get): { get($0).map(Slot.number) ?? .empty }
    case .markup(let get): { get($0).map { .text($0.html) } ?? .empty }
    case .flag, .nested: nil
    }
  }

  /// Tells whether a section of the value holds, or is nil when the kind is no condition.
  var condition: (@Sendable (Model) -> Bool)? {
    switch self {
    case .text(let get): { !get($0).isEmpty }
    case .number: nil
    case .flag(let get): get
    case .markup(let get): { !(get($0)?.html.isEmpty ?? true) }
    case .nested(let nested): nested.holds
    }
  }

  /// The same field, seen from a model that leads to this one.
  func lifted<Outer>(through get: @escaping @Sendable (Outer) -> Model) -> Accessor<Outer> {
    switch self {
    case .text(let inner): .text { inner(get($0)) }
    case .number(let inner): .number { inner(get($0)) }
    case .flag(let inner): .flag { inner(get($0)) }
    case .markup(let inner): .markup { inner(get($0)) }
    case .nested(let nested): .nested(nested.lifted(through: get))
    }
  }

  /// The same field, seen from a model that leads to this one or to nothing.
  func lifted<Outer>(through get: @escaping @Sendable (Outer) -> Model?) -> Accessor<Outer> {
    switch self {
    case .text(let inner): .text { get($0).map(inner) ?? "" }
    case .number(let inner): .number { get($0).flatMap(inner) }
    case .flag(let inner): .flag { get($0).map(inner) ?? false }
    case .markup(let inner): .markup { get($0).flatMap(inner) }
    case .nested(let nested): .nested(nested.lifted(through: get))
    }
  }
}
