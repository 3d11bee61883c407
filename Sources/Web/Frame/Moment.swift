internal import Domain
internal import Log
internal import Templates

/// A point in time for a `<time>` element: exact for programs, and words that read well without scripts.
struct Moment: TemplateModel, Equatable {
  /// RFC 3339, UTC.
  let iso: String
  let text: String

  static var fields: Fields<Self> { [.text("iso", \.iso), .text("text", \.text)] }

  /// `2 min ago`; from a day on the date.
  static func relative(_ time: Timestamp, now: Timestamp) -> Moment {
    Moment(iso: Instant.text(time.microseconds), text: ago(time, now))
  }

  /// `21 Nov 12:31 UTC`
  static func absolute(_ time: Timestamp, now: Timestamp) -> Moment {
    Moment(iso: Instant.text(time.microseconds), text: date(time, now))
  }

  private static func ago(_ time: Timestamp, _ now: Timestamp) -> String {
    let minutes = (now.microseconds - time.microseconds) / 60_000_000
    if minutes < 1 { return "just now" }
    if minutes < 60 { return "\(minutes) min ago" }
    if minutes < 24 * 60 { return "\(minutes / 60) h ago" }
    return date(time, now)
  }

  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  private static func date(_ time: Timestamp, _ now: Timestamp) -> String {
    let (date, today) = (civil(time), civil(now))
    let month = months[Int(date.month) - 1]
    guard date.year == today.year else { return "\(date.day) \(month) \(date.year)" }
    let minutes = time.microseconds / 60_000_000 % (24 * 60)
    return "\(date.day) \(month) \(padded(minutes / 60)):\(padded(minutes % 60)) UTC"
  }

  private static func civil(_ time: Timestamp) -> (year: Int64, month: Int64, day: Int64) {
    // Nothing here is older than 1970, so rounding down needs no care.
    Instant.civil(day: time.microseconds / 86_400_000_000)
  }

  private static func padded(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }

  /// `4 min`, `2 h 5 min`, `3 d`: how long something took.
  static func length(from start: Timestamp, to end: Timestamp) -> String {
    let seconds = max(0, (end.microseconds - start.microseconds) / 1_000_000)
    if seconds < 60 { return "\(seconds) s" }
    if seconds < 3600 { return "\(seconds / 60) min" }
    if seconds < 48 * 3600 { return seconds / 60 % 60 == 0 ? "\(seconds / 3600) h" : "\(seconds / 3600) h \(seconds / 60 % 60) min" }
    return "\(seconds / 86_400) d"
  }
}
