/// Dates in header fields: all three forms of RFC 9110 §5.6.7, always UTC.
enum HTTPDate {
  /// Seconds since 1970, or nil.
  static func parse(_ text: String) -> Int64? {
    let parts = text.split { $0 == " " || $0 == "," || $0 == "-" }.map(String.init)
    // Sun, 06 Nov 1994 08:49:37 GMT | Sunday, 06-Nov-94 08:49:37 GMT
    if parts.count == 6, parts[5] == "GMT" { return seconds(day: parts[1], month: parts[2], year: parts[3], time: parts[4]) }
    // Sun Nov  6 08:49:37 1994
    if parts.count == 5 { return seconds(day: parts[2], month: parts[1], year: parts[4], time: parts[3]) }
    return nil
  }

  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  private static func seconds(day: String, month: String, year: String, time: String) -> Int64? {
    guard let month = months.firstIndex(of: month), let day = number(day, 1...31), let year = fullYear(year) else { return nil }
    let clock = time.split(separator: ":").map(String.init)
    guard clock.count == 3, let hour = number(clock[0], 0...23), let minute = number(clock[1], 0...59),
      let second = number(clock[2], 0...60)
    else { return nil }
    return days(year: year, month: Int64(month) + 1, day: day) * 86_400 + hour * 3600 + minute * 60 + second
  }

  /// Two digits mean the century that is not more than fifty years ahead; all such senders are of this one or the last.
  private static func fullYear(_ text: String) -> Int64? {
    if text.utf8.count == 2 { return number(text, 0...99).map { $0 < 70 ? 2000 + $0 : 1900 + $0 } }
    return text.utf8.count == 4 ? number(text, 1970...9999) : nil
  }

  private static func number(_ text: String, _ range: ClosedRange<Int64>) -> Int64? {
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let value = Int64(text), range.contains(value) else { return nil }
    return value
  }

  /// Days from 1970-01-01 in the Gregorian calendar, counting years from March so that the leap day is last.
  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }
}
