/// One level of contexts while a template is bound. Names are looked up from the innermost scope outwards.
protocol Scope: AnyObject {
  /// Name of the model's type, for messages.
  var modelName: String { get }
  /// Whether a dotted name that starts with this word is looked up here.
  func has(_ word: Substring) -> Bool
  /// Kind of a field by its dotted name.
  func kind(of name: String) -> FieldKind?
  /// Slot of the value to be printed.
  func valueSlot(of name: String) -> Int?
  /// Slot of the condition.
  func conditionSlot(of name: String) -> Int?
  /// Starts a section over a nested model or list.
  func open(_ name: String) -> ScopedSection?
}

/// A section that a scope has opened: `rows` is the slot of its items, `close` must follow when the body is bound.
struct ScopedSection {
  let scope: any Scope
  let rows: Int
  let close: () -> Void
}

/// Scope of one model type: collects what has to be loaded when a value of it comes into view.
final class ModelScope<Model: TemplateModel>: Scope {
  private var loaders: [Loader<Model>] = []
  private let fields: Fields<Model>
  private let counter: SlotCounter
  private var values: [String: Int] = [:]
  private var conditions: [String: Int] = [:]

  init(_ fields: Fields<Model>, counter: SlotCounter) {
    self.fields = fields
    self.counter = counter
  }

  var modelName: String { "\(Model.self)" }

  func has(_ word: Substring) -> Bool { fields[String(word)] != nil }

  func kind(of name: String) -> FieldKind? { accessor(name)?.kind }

  func valueSlot(of name: String) -> Int? {
    if let slot = values[name] { return slot }
    guard let get = accessor(name)?.value else { return nil }
    let slot = counter.next()
    values[name] = slot
    loaders.append { model, slots in slots[slot] = get(model) }
    return slot
  }

  func conditionSlot(of name: String) -> Int? {
    if let slot = conditions[name] { return slot }
    guard let get = accessor(name)?.condition else { return nil }
    let slot = counter.next()
    conditions[name] = slot
    loaders.append { model, slots in slots[slot] = .flag(get(model)) }
    return slot
  }

  func open(_ name: String) -> ScopedSection? {
    guard case .nested(let nested) = accessor(name) else { return nil }
    let slot = counter.next()
    let opened = nested.open(counter)
    return ScopedSection(scope: opened.scope, rows: slot) {
      let load = opened.close()
      self.loaders.append { model, slots in
        let content = load(model, &slots)
        slots[slot] = content
      }
    }
  }

  /// Loads everything the body uses; to be asked for when the body is bound.
  ///
  /// One function for all: the runtime looks up the type of an array of functions at every use, which took a sixth of a page's time.
  var loader: Loader<Model> { Self.combined(loaders[...]) }

  private static func combined(_ loaders: ArraySlice<Loader<Model>>) -> Loader<Model> {
    guard let first = loaders.first else { return { _, _ in } }
    guard loaders.count > 1 else { return first }
    let middle = loaders.startIndex + loaders.count / 2
    let (left, right) = (combined(loaders[..<middle]), combined(loaders[middle...]))
    return { model, slots in
      left(model, &slots)
      right(model, &slots)
    }
  }

  /// Follows a dotted name through nested models.
  private func accessor(_ name: String) -> Accessor<Model>? {
    if name == "." { return fields[name] }
    let words = name.split(separator: ".")
    guard let first = words.first, var accessor = fields[String(first)] else { return nil }
    for word in words.dropFirst() {
      guard case .nested(let nested) = accessor, let member = nested.member(String(word)) else { return nil }
      accessor = member
    }
    return accessor
  }
}
