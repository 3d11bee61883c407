/// A key that the reader does not know.
struct UnknownKey: Error {
  let path: String
}

private struct AnyKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }
  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension Decoder {
  /// A container that holds no key beyond those of `Keys`: a misspelt one must not be ignored in silence.
  func strictContainer<Keys: CodingKey & CaseIterable>(_ keys: Keys.Type) throws -> KeyedDecodingContainer<Keys> {
    let known = Set(Keys.allCases.map(\.stringValue))
    for key in try container(keyedBy: AnyKey.self).allKeys where !known.contains(key.stringValue) {
      throw UnknownKey(path: (codingPath.map(\.stringValue) + [key.stringValue]).joined(separator: "."))
    }
    return try container(keyedBy: keys)
  }
}
