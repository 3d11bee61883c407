internal import FoundationEssentials

/// All messages of one language by key.
package struct Catalogue: Sendable {
  package let language: Language
  private var texts: [String: String] = [:]

  /// An empty one.
  package init(_ language: Language) { self.language = language }

  /// Text of a key, with its places as `{name}`.
  package subscript(key: String) -> String? { texts[key] }

  /// In no order.
  package var keys: some Collection<String> { texts.keys }

  /// Takes in the lines of a file: `key = text`, comments after `#` at the start of a line, and empty lines.
  package mutating func add(_ content: String, file: String) throws(MessageError) {
    for (index, line) in content.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard let first = line.first(where: { $0 != " " && $0 != "\r" }), first != "#" else { continue }
      guard let middle = line.firstRange(of: " = ") else { throw .malformed(file: file, line: index + 1) }
      let key = String(line[..<middle.lowerBound])
      guard !key.isEmpty, key.utf8.allSatisfy(Self.isKeyByte) else { throw .malformed(file: file, line: index + 1) }
      let text = String(line[middle.upperBound...])
      guard !text.isEmpty else { throw .malformed(file: file, line: index + 1) }
      guard texts.updateValue(text, forKey: key) == nil else { throw .duplicate(key: key, file: file, line: index + 1) }
    }
  }

  private static func isKeyByte(_ byte: UInt8) -> Bool {
    (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
      || byte == UInt8(ascii: "-")
  }

  /// Reads every `*.txt` of a language's folder. Calls block: for the start of a program.
  package init(language: Language, folder: String) throws(MessageError) {
    self.init(language)
    let path = folder + "/" + language.rawValue
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter { $0.hasSuffix(".txt") && !$0.hasPrefix(".") }
    guard !names.isEmpty else { throw .unreadable(path) }
    for name in names.sorted() {
      guard let content = try? String(contentsOfFile: path + "/" + name, encoding: .utf8) else { throw .unreadable(path + "/" + name) }
      try add(content, file: language.rawValue + "/" + name)
    }
  }

  /// Names of the places of a text: `n` and `name` in `{n} of {name}`.
  package static func places(in text: String) -> Set<String> {
    var places: Set<String> = []
    var rest = text[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      places.insert(String(rest[rest.index(after: open)..<close]))
      rest = rest[rest.index(after: close)...]
    }
    return places
  }
}
