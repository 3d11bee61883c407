/// One place of a rendering's working memory; every use of a field has its number from binding time on.
enum Slot {
  case empty
  case text(String)
  case number(Int)
  case flag(Bool)
  /// A section whose only item has been loaded already.
  case present
  case rows(Rows)
}

/// Items of a section, each of which can be loaded into the slots its body reads.
struct Rows {
  let count: Int
  let load: (_ row: Int, _ slots: inout MutableSpan<Slot>) -> Void

  init<Model>(_ models: [Model], load: @escaping Loader<Model>) {
    count = models.count
    self.load = { row, slots in load(models[row], &slots) }
  }
}

/// Reads fields of a model into their slots.
typealias Loader<Model> = @Sendable (Model, inout MutableSpan<Slot>) -> Void

/// Numbers the slots of one bound template.
final class SlotCounter {
  private(set) var count = 0

  func next() -> Int {
    count += 1
    return count - 1
  }
}
