/// Template whose every name has been found in `Model`; rendering cannot fail.
package struct BoundTemplate<Model: TemplateModel>: Sendable {
  private let program: Program
  private let load: Loader<Model>
  private let slotCount: Int

  init(program: Program, load: @escaping Loader<Model>, slotCount: Int) {
    self.program = program
    self.load = load
    self.slotCount = slotCount
  }

  /// Appends the rendered page to `buffer` as UTF-8.
  package func render(_ model: Model, into buffer: inout [UInt8]) {
    var memory = [Slot](repeating: .empty, count: slotCount)
    var slots = memory.mutableSpan
    load(model, &slots)
    program.run(slots: &slots, into: &buffer)
  }
}
