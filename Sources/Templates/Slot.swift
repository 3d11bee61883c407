/// One place of a rendering's working memory; every use of a field has its number from binding time on.
enum Slot {
  case empty
  case text(String)
  case number(Int)
  case flag(Bool)
  case rows(Rows)
}

/// Items of a section, each of which can be loaded into the slots its body reads.
struct Rows {
  let count: Int
  let load: (_ row: Int, _ slots: inout MutableSpan<Slot>) -> Void

  init<Model: TemplateModel>(_ models: [Model], loaders: [Loader<Model>]) {
    count = models.count
    load = { row, slots in models[row].load(by: loaders, into: &slots) }
  }
}

extension TemplateModel {
  /// Puts what the loaders read of this model into their slots.
  ///
  /// A method, because `self` is borrowed: reading an array's element at each loader would copy the model as often as it has fields.
  func load(by loaders: [Loader<Self>], into slots: inout MutableSpan<Slot>) {
    let loaders = loaders.span
    for index in loaders.indices { loaders[index](self, &slots) }
  }
}

/// Reads one field of a model into its slot.
typealias Loader<Model> = @Sendable (Model, inout MutableSpan<Slot>) -> Void

/// Numbers the slots of one bound template.
final class SlotCounter {
  private(set) var count = 0

  func next() -> Int {
    count += 1
    return count - 1
  }
}
