extension TextDecoding {
  /// Microseconds since 1970 of `2026-01-31 12:34:56.789+00`, optionally with ` BC`: DateStyle ISO in a session whose zone is UTC.
  /// Infinity has no number: nil.
  static func timestamp(_ field: Span<UInt8>) -> Int64? {
    var reader = DigitReader(position: 0)
    guard let year = reader.number(field), reader.skip(field, "-"),
      let month = reader.number(field), reader.skip(field, "-"),
      let day = reader.number(field), reader.skip(field, " "),
      let hour = reader.number(field), reader.skip(field, ":"),
      let minute = reader.number(field), reader.skip(field, ":"),
      let second = reader.number(field)
    else { return nil }
    let fraction = reader.skip(field, ".") ? reader.fraction(field) : 0
    guard let fraction else { return nil }
    // `timestamp without time zone` has no offset; anything but UTC means the session was changed.
    if reader.skip(field, "+"), reader.number(field) != 0 { return nil }
    let isBeforeChrist = reader.skip(field, " ")
    if isBeforeChrist, !(reader.skip(field, "B") && reader.skip(field, "C")) { return nil }
    guard reader.position == field.count else { return nil }
    let date = CivilDate(year: isBeforeChrist ? 1 - year : year, month: month, day: day)
    return ((date.daysSince1970 * 24 + hour) * 60 + minute) * 60_000_000 + second * 1_000_000 + fraction
  }

  private struct DigitReader {
    var position: Int

    mutating func number(_ field: Span<UInt8>) -> Int64? {
      let start = position
      var value: Int64 = 0
      while position < field.count, position - start < 7, case let digit = field[position] &- UInt8(ascii: "0"), digit < 10 {
        value = value * 10 + Int64(digit)
        position += 1
      }
      return position > start ? value : nil
    }

    /// Digits after the point as microseconds.
    mutating func fraction(_ field: Span<UInt8>) -> Int64? {
      let start = position
      guard var value = number(field), position - start <= 6 else { return nil }
      for _ in (position - start)..<6 { value *= 10 }
      return value
    }

    mutating func skip(_ field: Span<UInt8>, _ character: Unicode.Scalar) -> Bool {
      guard position < field.count, field[position] == UInt8(ascii: character) else { return false }
      position += 1
      return true
    }
  }
}
