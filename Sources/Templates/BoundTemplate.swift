/// Template whose every name has been found in `Model`; rendering cannot fail.
package struct BoundTemplate<Model: TemplateModel>: Sendable {
  private let program: Program
  private let loaders: [Loader<Model>]
  private let slotCount: Int

  init(program: Program, loaders: [Loader<Model>], slotCount: Int) {
    self.program = program
    self.loaders = loaders
    self.slotCount = slotCount
  }

  /// Appends the rendered page to `buffer` as UTF-8.
  package func render(_ model: Model, into buffer: inout [UInt8]) {
    var slots = [Slot](repeating: .empty, count: slotCount)
    for load in loaders { load(model, &slots) }
    program.run(program.steps.indices, slots: &slots, into: &buffer)
  }
}
