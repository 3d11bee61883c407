import Templates
import TestKit
import Testing

@Suite struct EscapingTests {
  private static let alphabet: [Character] = ["&", "<", ">", "\"", "'", "a", " ", ";", "#", "ж", "\u{1F600}", "\n", "\u{0}", "="]

  @Test func `escaped text has none of the five characters and reads back as it was`() {
    for seed in UInt64(0)..<2_000 {
      var generator = SplitMix64(seed: seed)
      let length = Int.random(in: 0..<80, using: &generator)
      let text = String((0..<length).map { _ in Self.alphabet.randomElement(using: &generator) ?? "a" })
      var output: [UInt8] = []
      output.appendEscaped(text)
      let escaped = String(decoding: output, as: UTF8.self)
      #expect(!escaped.contains { "<>\"'".contains($0) }, "seed \(seed)")
      #expect(unescaped(escaped) == text, "seed \(seed)")
    }
  }

  @Test func `each of the 128 ASCII characters is kept or replaced`() {
    let replaced = ["&": "&amp;", "<": "&lt;", ">": "&gt;", "\"": "&quot;", "'": "&#39;"]
    for byte in UInt8(0)..<128 {
      let text = String(Unicode.Scalar(byte))
      var output: [UInt8] = []
      output.appendEscaped(text)
      #expect(String(decoding: output, as: UTF8.self) == replaced[text] ?? text)
    }
  }

  /// Reads references back with its own rules; nil when an ampersand starts anything else.
  private func unescaped(_ text: String) -> String? {
    let references: [(String, Character)] = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'")]
    var rest = Substring(text)
    var result = ""
    while let first = rest.first {
      if first != "&" {
        result.append(rest.removeFirst())
      } else if let (reference, character) = references.first(where: { rest.hasPrefix($0.0) }) {
        result.append(character)
        rest = rest.dropFirst(reference.count)
      } else {
        return nil
      }
    }
    return result
  }
}
