internal import Log

/// The `date` line of answers, made once a second (RFC 9110 §6.6.1).
package struct HTTPDate {
  private var second: Int64 = -1
  private var line: [UInt8] = []

  package init() {}

  mutating func append(to output: inout [UInt8], now: Int64) {
    if now != second {
      second = now
      line = Array("date: \(Self.text(now))\r\n".utf8)
    }
    output += line
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT` of seconds since 1970.
  package static func text(_ seconds: Int64) -> String {
    let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
    let rest = seconds - days * 86_400
    let date = Instant.civil(day: days)
    let weekday = weekdays[Int(((days + 4) % 7 + 7) % 7)]
    let clock = [rest / 3600, rest / 60 % 60, rest % 60].map(twoDigits).joined(separator: ":")
    return "\(weekday), \(twoDigits(date.day)) \(months[Int(date.month - 1)]) \(date.year) \(clock) GMT"
  }

  private static func twoDigits(_ value: Int64) -> String { value < 10 ? "0\(value)" : String(value) }
  private static let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
}
