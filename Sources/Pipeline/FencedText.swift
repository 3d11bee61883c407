/// Text in a code block that it cannot leave, whatever it contains.
struct FencedText {
  let text: String

  /// - Parameters:
  ///   - room: most Unicode scalars of all of it; a longer text is cut between two characters.
  ///   - rest: what to say after the block when the text was cut.
  init(_ content: String, language: String, room: Int, rest: String) {
    let whole = Self.block(content, language)
    if whole.unicodeScalars.count <= room {
      text = whole
      return
    }
    // Half the room always does: the rarer of two marks makes up at most half of a text, so both fences together are no longer than it.
    let frame = language.utf8.count + 2 + rest.unicodeScalars.count
    let size = max(room - frame - 2 * Self.longestFence(ofPartsOf: content), (room - frame) / 2 - 8)
    text = Self.block(Self.cut(content, to: size), language) + rest
  }

  /// Beyond this many backticks tildes are taken if they are rarer.
  private static let mostBackticks = 1000

  private static func block(_ content: String, _ language: String) -> String {
    let fence = fence(for: content)
    return "\(fence)\(language)\n\(content)\n\(fence)"
  }

  /// Longer than any run of its mark inside.
  private static func fence(for content: String) -> String {
    let backticks = InertText.longestRun(of: "`", in: content)
    if backticks <= mostBackticks { return String(repeating: "`", count: max(3, backticks + 1)) }
    let tildes = InertText.longestRun(of: "~", in: content)
    return tildes < backticks ? String(repeating: "~", count: max(3, tildes + 1)) : String(repeating: "`", count: backticks + 1)
  }

  /// A part of the text may have fewer backticks, and then needs another mark than the whole.
  private static func longestFence(ofPartsOf content: String) -> Int {
    let whole = fence(for: content).utf8.count
    return InertText.longestRun(of: "`", in: content) > mostBackticks ? max(whole, mostBackticks + 1) : whole
  }

  private static func cut(_ content: String, to size: Int) -> String {
    var (result, used) = ("", 0)
    for character in content {
      used += character.unicodeScalars.count
      if used > size { break }
      result.append(character)
    }
    return result
  }
}
