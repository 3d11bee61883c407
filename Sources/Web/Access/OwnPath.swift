/// A path of this site that a form may lead to; everything a browser could read as another site is refused.
struct OwnPath: Sendable, Equatable {
  let text: String

  /// - Returns: nil unless it begins with one `/` and is printable ASCII without a backslash, which browsers treat as `/`.
  init?(_ text: String?) {
    guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), text.utf8.count <= 2000,
      text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "\\") })
    else { return nil }
    self.text = text
  }
}
