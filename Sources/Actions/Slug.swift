/// Short name of a project in addresses.
package enum Slug {
  /// Longest one, in characters: a label of a host name (RFC 1035 §2.3.4), so that a project could have one.
  package static let limit = 63

  /// Addresses that people could take for pages of the product.
  private static let reserved: Set = [
    "admin", "api", "app", "assets", "audit", "help", "init", "invite", "login", "logout", "me", "metrics", "new", "p", "project",
    "projects", "settings", "static", "styleguide", "webhooks",
  ]

  /// 1 to 63 of a-z, 0-9 and `-`, which does not stand at the ends.
  package static func isValid(_ text: String) -> Bool {
    let isPlain = text.utf8.allSatisfy { ($0 >= 0x61 && $0 <= 0x7A) || ($0 >= 0x30 && $0 <= 0x39) || $0 == 0x2D }
    return isPlain && (1...limit).contains(text.utf8.count) && !text.hasPrefix("-") && !text.hasSuffix("-")
  }

  /// Not to be given to a project, although it could be.
  package static func isReserved(_ text: String) -> Bool { reserved.contains(text) }

  /// A slug that reads like a name, Russian ones in Latin letters; empty when the name has neither letters nor digits that can be written so.
  package static func suggestion(for name: String) -> String {
    var slug = ""
    for character in name.lowercased() {
      let latin = Transliteration.latin(character)
      if let latin { slug += latin } else if !slug.isEmpty, !slug.hasSuffix("-") { slug += "-" }
      if slug.utf8.count > limit { break }
    }
    slug = String(slug.prefix(limit))
    while slug.hasSuffix("-") { slug.removeLast() }
    return slug
  }
}
