/// Which lines of a text became which of another: the shortest way from one to the other (Myers, "An O(ND) Difference Algorithm", 1986).
package struct LineDiff: Sendable, Equatable {
  /// A line of the comparison.
  package enum Line: Sendable, Equatable {
    case same(String)
    case removed(String)
    case added(String)
  }

  package let lines: [Line]

  /// Most lines that are looked for as added or removed one by one. Texts further apart than that are shown as replaced in one piece, but for
  /// what they begin and end with: the work grows with the square of this.
  private static let mostChanges = 600

  /// - Complexity: O(n + d²) for d changed lines, d at most 600.
  package init(from old: String, to new: String) {
    let (old, new) = (Self.split(old), Self.split(new))
    let limit = min(old.count, new.count)
    let head = (0..<limit).first { old[$0] != new[$0] } ?? limit
    let tail = (0..<(limit - head)).first { old[old.count - 1 - $0] != new[new.count - 1 - $0] } ?? limit - head
    let middle = Self.middle(old[head..<(old.count - tail)], new[head..<(new.count - tail)])
    lines = old[..<head].map { .same(String($0)) } + middle + old[(old.count - tail)...].map { .same(String($0)) }
  }

  /// A line break at the very end begins no further line.
  private static func split(_ text: String) -> [Substring] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }

  private static func middle(_ old: ArraySlice<Substring>, _ new: ArraySlice<Substring>) -> [Line] {
    let (old, new) = (Array(old), Array(new))
    // Lines are compared many times: as numbers that costs next to nothing.
    var numbers: [Substring: Int] = [:]
    for line in old + new where numbers[line] == nil { numbers[line] = numbers.count }
    guard let trace = trace(old.compactMap { numbers[$0] }, new.compactMap { numbers[$0] }) else {
      return old.map { .removed(String($0)) } + new.map { .added(String($0)) }
    }
    return walk(back: trace, old, new)
  }

  /// For each number of changes, how far each diagonal got in `old`; diagonal k at index k + changes. nil when the limit is reached.
  private static func trace(_ old: [Int], _ new: [Int]) -> [[Int]]? {
    let most = min(old.count + new.count, mostChanges)
    var trace: [[Int]] = []
    var before: [Int] = []
    for changes in 0...most {
      var reached = [Int](repeating: 0, count: 2 * changes + 1)
      for diagonal in stride(from: -changes, through: changes, by: 2) {
        var x = changes == 0 ? 0 : start(diagonal, changes, before)
        while x < old.count, x - diagonal < new.count, old[x] == new[x - diagonal] { x += 1 }
        reached[diagonal + changes] = x
        if x == old.count && x - diagonal == new.count { return trace + [reached] }
      }
      trace.append(reached)
      before = reached
    }
    return nil
  }

  /// Where a diagonal begins: one line down from the diagonal above, or one to the right from the one below, whichever is further.
  private static func start(_ diagonal: Int, _ changes: Int, _ before: [Int]) -> Int {
    comesFromAbove(diagonal, changes, before) ? before[diagonal + changes] : before[diagonal + changes - 2] + 1
  }

  /// Whether the way to a diagonal adds a line, rather than removes one. `before` holds diagonal k at index k + changes - 1.
  private static func comesFromAbove(_ diagonal: Int, _ changes: Int, _ before: [Int]) -> Bool {
    diagonal == -changes || (diagonal != changes && before[diagonal + changes - 2] < before[diagonal + changes])
  }

  private static func walk(back trace: [[Int]], _ old: [Substring], _ new: [Substring]) -> [Line] {
    var lines: [Line] = []
    var (x, y) = (old.count, new.count)
    for changes in stride(from: trace.count - 1, through: 1, by: -1) {
      let before = trace[changes - 1]
      let diagonal = x - y
      let isAdded = comesFromAbove(diagonal, changes, before)
      let startX = start(diagonal, changes, before)
      while x > startX {
        x -= 1
        y -= 1
        lines.append(.same(String(old[x])))
      }
      if isAdded {
        y -= 1
        lines.append(.added(String(new[y])))
      } else {
        x -= 1
        lines.append(.removed(String(old[x])))
      }
    }
    while x > 0 {
      x -= 1
      lines.append(.same(String(old[x])))
    }
    return lines.reversed()
  }
}
