/// Line and column in a template file.
package struct SourcePosition: Equatable, Sendable {
  /// Counted from 1.
  package let line: Int
  /// Counted from 1 in Unicode scalars, so a Russian letter is one column.
  package let column: Int

  /// Makes a position; both numbers count from 1.
  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Position of the byte at `offset` of UTF-8 `source`.
  init(offset: Int, in source: [UInt8]) {
    var line = 1
    var column = 1
    for byte in source.prefix(offset) {
      if byte == UInt8(ascii: "\n") {
        line += 1
        column = 1
      } else if byte & 0b1100_0000 != 0b1000_0000 {
        column += 1
      }
    }
    self.init(line: line, column: column)
  }
}
