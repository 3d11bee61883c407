extension Timestamp {
  /// Reads `2026-02-22T02:06:58.147Z`, with any number of fraction digits and `Z` or `+hh:mm`; nil for anything else.
  package init?(iso8601 text: String) {
    var scanner = DigitScanner(Array(text.utf8))
    guard let year = scanner.number(4), scanner.skip("-"), let month = scanner.number(2), scanner.skip("-"), let day = scanner.number(2),
      scanner.skip("T") || scanner.skip(" "), let hour = scanner.number(2), scanner.skip(":"), let minute = scanner.number(2),
      scanner.skip(":"), let second = scanner.number(2), (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60,
      second < 61
    else { return nil }
    let fraction = scanner.skip(".") ? scanner.fraction() : 0
    guard let offset = scanner.offset(), scanner.isAtEnd else { return nil }
    let seconds = Self.dayNumber(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second - offset
    self.init(microseconds: seconds * 1_000_000 + fraction)
  }

  /// `2026-02-22T02:06:58.147Z`
  package var iso8601: String {
    let seconds = (microseconds >= 0 ? microseconds : microseconds - 999_999) / 1_000_000
    let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
    let (year, month, day) = Self.civil(days)
    let rest = seconds - days * 86_400
    let milliseconds = (microseconds - seconds * 1_000_000) / 1000
    let date = "\(pad(year, 4))-\(pad(month, 2))-\(pad(day, 2))"
    return "\(date)T\(pad(rest / 3600, 2)):\(pad(rest / 60 % 60, 2)):\(pad(rest % 60, 2)).\(pad(milliseconds, 3))Z"
  }

  private func pad(_ value: Int64, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// Days since 1970-01-01 of a Gregorian date. Years are counted from March, so that a leap day comes last.
  private static func dayNumber(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shiftedYear = month <= 2 ? year - 1 : year
    let era = (shiftedYear >= 0 ? shiftedYear : shiftedYear - 399) / 400
    let yearOfEra = shiftedYear - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func civil(_ dayNumber: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let shifted = dayNumber + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
  }
}

/// Reads fixed-width digits without a regular expression.
private struct DigitScanner {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func number(_ width: Int) -> Int64? {
    guard position + width <= bytes.count else { return nil }
    var value: Int64 = 0
    for byte in bytes[position..<(position + width)] {
      guard byte >= 48, byte <= 57 else { return nil }
      value = value * 10 + Int64(byte - 48)
    }
    position += width
    return value
  }

  mutating func skip(_ character: Character) -> Bool {
    guard position < bytes.count, bytes[position] == character.asciiValue else { return false }
    position += 1
    return true
  }

  /// Microseconds; further digits are cut off.
  mutating func fraction() -> Int64 {
    var (value, scale): (Int64, Int64) = (0, 100_000)
    while let digit = number(1) {
      value += digit * scale
      scale /= 10
    }
    return value
  }

  /// Seconds east of Greenwich.
  mutating func offset() -> Int64? {
    if skip("Z") { return 0 }
    let sign: Int64 = skip("-") ? -1 : 1
    guard sign == -1 || skip("+"), let hours = number(2) else { return nil }
    _ = skip(":")
    let minutes = number(2) ?? 0
    return sign * (hours * 3600 + minutes * 60)
  }
}
