/// A comment ready to be written, with the mark by which it is found again; the text ends in the mark.
package struct OutgoingComment: Sendable, Equatable {
  package let text: String
  package let marker: String

  init(_ text: String, marker: String) {
    self.text = "\(text)\n\n\(marker)"
    self.marker = marker
  }

  /// The text without any phrase that would start the agent (F5): workflows may look for `/oc` anywhere, also inside a link.
  ///
  /// Inside an address the letter is percent-encoded, so the link still leads where it led; elsewhere an invisible gap breaks the phrase.
  package static func guarded(_ text: String) -> String {
    guard containsTrigger(text) else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var isAddress = false
    for (index, byte) in bytes.enumerated() {
      if byte <= 0x20 { isAddress = false }
      if index >= 2, bytes[(index - 2)...index].elementsEqual("://".utf8) { isAddress = true }
      let isPhrase = index > 0 && startsTrigger(bytes, after: index - 1)
      if isPhrase, isAddress {
        result += Array("%\(String(byte, radix: 16, uppercase: true))".utf8)
      } else {
        result += isPhrase ? gap + [byte] : [byte]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Whether a comment with this text could start the agent.
  package static func containsTrigger(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    return bytes.indices.contains { startsTrigger(bytes, after: $0) }
  }

  private static let gap = Array("\u{200B}".utf8)
  private static let phrases = [Array("oc".utf8), Array("opencode".utf8)]

  private static func startsTrigger(_ bytes: [UInt8], after slash: Int) -> Bool {
    guard bytes[slash] == UInt8(ascii: "/") else { return false }
    return phrases.contains { phrase in
      slash + phrase.count < bytes.count && zip(phrase, bytes[(slash + 1)...]).allSatisfy { $0 == $1 | 0x20 }
    }
  }
}
