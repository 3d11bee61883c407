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
  let load: (_ row: Int, _ slots: inout [Slot]) -> Void

  init<Model>(_ models: [Model], loaders: [Loader<Model>]) {
    count = models.count
    load = { row, slots in
      let model = models[row]
      for load in loaders { load(model, &slots) }
    }
  }
}

/// Reads one field of a model into its slot.
typealias Loader<Model> = @Sendable (Model, inout [Slot]) -> Void

/// Numbers the slots of one bound template.
final class SlotCounter {
  private(set) var count = 0

  func next() -> Int {
    count += 1
    return count - 1
  }
}
