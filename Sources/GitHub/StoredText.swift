/// Texts from outside, made fit to be stored.
enum StoredText {
  /// At most `limit` bytes of UTF-8, cut between two Unicode scalars (never between
  /// characters: one character can be as long as the text), with U+FFFD in place of NUL, which a database text cannot hold.
  static func bound(_ text: String, _ limit: Int = GitHubDelivery.longestText) -> String {
    let clean = hasZero(text) ? replacingNUL(text) : text
    guard clean.utf8.count > limit else { return clean }
    var end = clean.utf8.index(clean.startIndex, offsetBy: limit)
    while end.samePosition(in: clean.unicodeScalars) == nil { end = clean.utf8.index(before: end) }
    return String(clean[..<end])
  }

  /// Over the text's own memory: searching the UTF-8 view as a collection costs ten times as much.
  private static func hasZero(_ text: String) -> Bool {
    text.utf8.withContiguousStorageIfAvailable { $0.contains(0) } ?? text.utf8.contains(0)
  }

  private static func replacingNUL(_ text: String) -> String {
    String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "\0" ? "\u{FFFD}" : $0 }))
  }
}
