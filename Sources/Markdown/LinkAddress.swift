/// Where a link may lead.
enum LinkAddress {
  private static let schemes: Set<String> = ["http", "https", "mailto"]

  /// Whether an address is relative or has one of the schemes we let through. Whatever stands before a colon counts as a scheme, also what
  /// RFC 3986 §3.1 would not call one: browsers are more generous than the standard.
  /// - Parameter address: with entities and escapes resolved.
  static func isSafe(_ address: String) -> Bool {
    let head = address.utf8.prefix { ![UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#")].contains($0) }
    guard let colon = head.firstIndex(of: UInt8(ascii: ":")) else { return true }
    return schemes.contains(String(decoding: head[..<colon], as: UTF8.self).lowercased())
  }
}
