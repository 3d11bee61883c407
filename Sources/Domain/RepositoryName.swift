/// `owner/name` of a GitHub repository, compared without regard to case.
package struct RepositoryName: Hashable, Sendable, CustomStringConvertible {
  package let owner: String
  package let name: String

  /// - Returns: nil unless `text` is `owner/name` of letters, digits, `-`, `_` and `.`, at most 100 characters each.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, parts.allSatisfy(Self.isValidPart) else { return nil }
    owner = parts[0]
    name = parts[1]
  }

  package var description: String { "\(owner)/\(name)" }

  /// Key for comparisons and look-ups.
  package var key: String { description.lowercased() }

  package static func == (left: RepositoryName, right: RepositoryName) -> Bool { left.key == right.key }

  package func hash(into hasher: inout Hasher) { hasher.combine(key) }

  private static func isValidPart(_ part: String) -> Bool {
    let isPlain = part.utf8.allSatisfy { byte in
      (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || byte == 0x2D || byte == 0x2E || byte == 0x5F
    }
    return !part.isEmpty && part.utf8.count <= 100 && isPlain && part != "." && part != ".."
  }
}
