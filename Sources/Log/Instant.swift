/// Calendar text of points in time, without Foundation.
package enum Instant {
  /// Year, month and day of a day number since 1970-01-01 (proleptic Gregorian).
  package static func civil(day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    // Days are counted from 0000-03-01, so that a leap day is the last of its year.
    let shifted = day + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }

  /// Appends `2026-01-31T12:34:56.789Z`.
  package static func append(_ microseconds: Int64, to bytes: inout [UInt8]) {
    let seconds = second(microseconds)
    let day = floorDivide(seconds, 86_400)
    let second = seconds - day * 86_400
    let date = civil(day: day)
    appendPadded(date.year, 4, "-", to: &bytes)
    appendPadded(date.month, 2, "-", to: &bytes)
    appendPadded(date.day, 2, "T", to: &bytes)
    appendPadded(second / 3600, 2, ":", to: &bytes)
    appendPadded(second / 60 % 60, 2, ":", to: &bytes)
    appendPadded(second % 60, 2, ".", to: &bytes)
    appendPadded((microseconds - seconds * 1_000_000) / 1000, 3, "Z", to: &bytes)
  }

  /// `2026-01-31T12:34:56.789Z`
  package static func text(_ microseconds: Int64) -> String {
    var bytes: [UInt8] = []
    append(microseconds, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whole seconds, rounded down.
  static func second(_ microseconds: Int64) -> Int64 { floorDivide(microseconds, 1_000_000) }

  private static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }

  private static func appendPadded(_ value: Int64, _ width: Int, _ after: Character, to bytes: inout [UInt8]) {
    var divisor: Int64 = 1
    for _ in 1..<width { divisor *= 10 }
    while divisor > 0 {
      bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / divisor % 10))
      divisor /= 10
    }
    if let byte = after.asciiValue { bytes.append(byte) }
  }
}
