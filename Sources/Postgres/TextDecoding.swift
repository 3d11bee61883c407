/// Readers of PostgreSQL's text form. Each takes the whole field or gives nil.
enum TextDecoding {
  static func int(_ field: Span<UInt8>) -> Int64? {
    var position = 0
    let isNegative = field.count > 0 && field[0] == UInt8(ascii: "-")
    if isNegative { position = 1 }
    guard position < field.count else { return nil }
    var value: Int64 = 0
    while position < field.count {
      let digit = field[position] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      // Counts downwards, because the most negative number has no positive twin.
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, underflow) = product.subtractingReportingOverflow(Int64(digit))
      if overflow || underflow { return nil }
      value = sum
      position += 1
    }
    if isNegative { return value }
    return value == .min ? nil : -value
  }

  static func bool(_ field: Span<UInt8>) -> Bool? {
    guard field.count == 1 else { return nil }
    return switch field[0] {
    case UInt8(ascii: "t"): true
    case UInt8(ascii: "f"): false
    default: nil
    }
  }

  /// `bytea_output = hex`: `\x` and two digits per byte.
  static func bytes(_ field: Span<UInt8>) -> [UInt8]? {
    guard field.count >= 2, field.count % 2 == 0, field[0] == UInt8(ascii: "\\"), field[1] == UInt8(ascii: "x") else { return nil }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(field.count / 2 - 1)
    var position = 2
    while position < field.count {
      guard let high = hexValue(field[position]), let low = hexValue(field[position + 1]) else { return nil }
      bytes.append(high << 4 | low)
      position += 2
    }
    return bytes
  }

  private static func hexValue(_ digit: UInt8) -> UInt8? {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
    default: nil
    }
  }

  /// Elements of a one-dimensional array literal, unquoted; nil elements are NULL.
  static func array(_ field: Span<UInt8>) -> [[UInt8]?]? {
    guard field.count >= 2, field[0] == UInt8(ascii: "{"), field[field.count - 1] == UInt8(ascii: "}") else { return nil }
    var elements: [[UInt8]?] = []
    var position = 1
    let end = field.count - 1
    while position < end {
      let isQuoted = field[position] == UInt8(ascii: "\"")
      let element = isQuoted ? quoted(field, &position, end) : plain(field, &position, end)
      guard let element else { return nil }
      elements.append(!isQuoted && element == Array("NULL".utf8) ? nil : element)
      if position < end {
        guard field[position] == UInt8(ascii: ","), position + 1 < end else { return nil }
        position += 1
      }
    }
    return elements
  }

  private static func quoted(_ field: Span<UInt8>, _ position: inout Int, _ end: Int) -> [UInt8]? {
    var element: [UInt8] = []
    position += 1
    while position < end, field[position] != UInt8(ascii: "\"") {
      if field[position] == UInt8(ascii: "\\") { position += 1 }
      guard position < end else { return nil }
      element.append(field[position])
      position += 1
    }
    guard position < end else { return nil }
    position += 1
    return element
  }

  private static func plain(_ field: Span<UInt8>, _ position: inout Int, _ end: Int) -> [UInt8]? {
    var element: [UInt8] = []
    while position < end, field[position] != UInt8(ascii: ",") {
      // A brace here is an array of more dimensions.
      if field[position] == UInt8(ascii: "{") { return nil }
      element.append(field[position])
      position += 1
    }
    return element.isEmpty ? nil : element
  }
}
