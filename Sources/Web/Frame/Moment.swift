internal import Domain
internal import Log
internal import Messages
internal import Templates

/// A point in time for a `<time>` element: exact for programs, and words that read well without scripts.
struct Moment: TemplateModel, Equatable {
  /// RFC 3339, UTC.
  let iso: String
  let text: String

  static var fields: Fields<Self> { [.text("iso", \.iso), .text("text", \.text)] }

  /// `2 min ago`; from a day on the date. `time.js` says the same words in the reader's own zone.
  static func relative(_ time: Timestamp, now: Timestamp, in words: Words) -> Moment {
    Moment(iso: Instant.text(time.microseconds), text: ago(time, now, words))
  }

  /// `21 Nov 12:31 UTC`
  static func absolute(_ time: Timestamp, now: Timestamp, in words: Words) -> Moment {
    Moment(iso: Instant.text(time.microseconds), text: date(time, now, words))
  }

  private static func ago(_ time: Timestamp, _ now: Timestamp, _ words: Words) -> String {
    let minutes = (now.microseconds - time.microseconds) / 60_000_000
    if minutes < 1 { return words("moment.just_now") }
    if minutes < 60 { return words("moment.minutes_ago", ["n": String(minutes)]) }
    if minutes < 24 * 60 { return words("moment.hours_ago", ["n": String(minutes / 60)]) }
    return date(time, now, words)
  }

  private static func date(_ time: Timestamp, _ now: Timestamp, _ words: Words) -> String {
    let (date, today) = (civil(time), civil(now))
    var parts = ["day": String(date.day), "month": words("month.\(date.month)")]
    guard date.year == today.year else {
      parts["year"] = String(date.year)
      return words("moment.other_year", parts)
    }
    let minutes = time.microseconds / 60_000_000 % (24 * 60)
    parts["time"] = "\(padded(minutes / 60)):\(padded(minutes % 60))"
    return words("moment.this_year", parts)
  }

  private static func civil(_ time: Timestamp) -> (year: Int64, month: Int64, day: Int64) {
    // Nothing here is older than 1970, so rounding down needs no care.
    Instant.civil(day: time.microseconds / 86_400_000_000)
  }

  private static func padded(_ value: Int64) -> String { value < 10 ? "0\(value)" : "\(value)" }

  /// `4 min`, `2 h 5 min`, `3 d`: how long something took.
  static func length(from start: Timestamp, to end: Timestamp, in words: Words) -> String {
    let seconds = max(0, (end.microseconds - start.microseconds) / 1_000_000)
    if seconds < 60 { return words("moment.seconds", ["n": String(seconds)]) }
    if seconds < 3600 { return words("moment.minutes", ["n": String(seconds / 60)]) }
    if seconds >= 48 * 3600 { return words("moment.days", ["n": String(seconds / 86_400)]) }
    let hours = words("moment.hours", ["n": String(seconds / 3600)])
    return seconds / 60 % 60 == 0 ? hours : hours + " " + words("moment.minutes", ["n": String(seconds / 60 % 60)])
  }
}
