/// A bound template as straight steps. Jumps and slots are numbers fixed at binding time.
struct Program: Sendable {
  /// Step of a program; `end` is the index of the step after a section's body.
  enum Step: Sendable {
    case literal(start: Int, end: Int)
    case escaped(slot: Int)
    case unescaped(slot: Int)
    case when(slot: Int, holds: Bool, end: Int)
    case each(slot: Int, end: Int)
  }

  private(set) var steps: [Step] = []
  private var literals: [UInt8] = []
  /// Literals before this step are behind a jump and may not grow.
  private var fence = 0

  /// Adds bytes of the template itself, to the literal before them when there is no jump in between.
  mutating func append(literal bytes: ArraySlice<UInt8>) {
    guard !bytes.isEmpty else { return }
    let start = literals.count
    literals += bytes
    if steps.count > fence, case .literal(let earlier, _) = steps.last {
      steps[steps.count - 1] = .literal(start: earlier, end: literals.count)
    } else {
      steps.append(.literal(start: start, end: literals.count))
    }
  }

  mutating func append(_ step: Step) {
    steps.append(step)
  }

  /// Adds the head of a section and returns its index for ``end(section:)``.
  mutating func begin(section step: Step) -> Int {
    steps.append(step)
    fence = steps.count
    return steps.count - 1
  }

  mutating func end(section index: Int) {
    switch steps[index] {
    case .when(let slot, let holds, _): steps[index] = .when(slot: slot, holds: holds, end: steps.count)
    case .each(let slot, _): steps[index] = .each(slot: slot, end: steps.count)
    case .literal, .escaped, .unescaped: preconditionFailure("not the head of a section")
    }
    fence = steps.count
  }

  /// Appends what the steps print; `slots` has been loaded with what the outermost model gives.
  func run(slots: inout MutableSpan<Slot>, into buffer: inout [UInt8]) {
    Self.run(steps.indices, of: steps.span, literals: literals.span, slots: &slots, into: &buffer)
  }

  /// Spans, because arrays would be retained and released at every step: half of the time of a page.
  private static func run(
    _ range: Range<Int>, of steps: Span<Step>, literals: Span<UInt8>, slots: inout MutableSpan<Slot>, into buffer: inout [UInt8]
  ) {
    var index = range.lowerBound
    while index < range.upperBound {
      switch steps[index] {
      case .literal(let start, let end):
        literals.extracting(start..<end).withUnsafeBufferPointer { buffer.append(contentsOf: $0) }
      case .escaped(let slot): printEscaped(slots[slot], into: &buffer)
      case .unescaped(let slot): if case .text(let text) = slots[slot] { buffer.append(contentsOf: text.utf8) }
      case .when(let slot, let holds, let end):
        guard case .flag(holds) = slots[slot] else {
          index = end
          continue
        }
      case .each(let slot, let end):
        switch slots[slot] {
        case .present: run(index + 1..<end, of: steps, literals: literals, slots: &slots, into: &buffer)
        case .rows(let rows):
          for row in 0..<rows.count {
            rows.load(row, &slots)
            run(index + 1..<end, of: steps, literals: literals, slots: &slots, into: &buffer)
          }
        case .empty, .text, .number, .flag: break
        }
        index = end
        continue
      }
      index += 1
    }
  }

  private static func printEscaped(_ slot: borrowing Slot, into buffer: inout [UInt8]) {
    switch slot {
    case .text(let text): buffer.appendEscaped(text)
    case .number(let number): buffer.appendDecimal(number)
    case .empty, .flag, .present, .rows: break
    }
  }
}
