/// Decoded `application/x-www-form-urlencoded` pairs, in order.
package struct FormFields: Sendable {
  package let pairs: [(name: String, value: String)]

  /// Most pairs a form may have: bounds the work of a hostile body. The longest form has a line of two for each of 500 options of a field.
  package static let limit = 1_200

  /// - Returns: nil for a broken escape, text that is not UTF-8, or more than `limit` pairs.
  package init?(urlEncoded bytes: [UInt8]) {
    var pairs: [(name: String, value: String)] = []
    for pair in bytes.split(separator: UInt8(ascii: "&")) {
      guard pairs.count < Self.limit else { return nil }
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = PercentEncoding.decode(parts[0], plusIsSpace: true),
        let value = PercentEncoding.decode(parts.count > 1 ? parts[1] : [], plusIsSpace: true)
      else { return nil }
      pairs.append((name, value))
    }
    self.pairs = pairs
  }

  /// First value of a field.
  package subscript(name: String) -> String? {
    pairs.first { $0.name == name }?.value
  }

  package func values(_ name: String) -> [String] {
    pairs.filter { $0.name == name }.map(\.value)
  }
}
