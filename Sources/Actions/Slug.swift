/// Short name of a project in addresses.
package enum Slug {
  /// 1 to 63 of a-z, 0-9 and `-`, which does not stand at the ends.
  package static func isValid(_ text: String) -> Bool {
    let isPlain = text.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D }
    return isPlain && (1...63).contains(text.utf8.count) && !text.hasPrefix("-") && !text.hasSuffix("-")
  }
}
