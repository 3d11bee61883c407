/// Makes text from outside harmless where it stands outside a code block: it reads the same, but starts, links, pings and formats nothing
/// (S3-088, F5, F20).
enum InertText {
  /// Breaks a phrase without being seen: ZERO WIDTH SPACE.
  private static let gap: Character = "\u{200B}"

  /// One line of plain text for places that know no markup, such as an issue's title.
  ///
  /// - Parameter limit: most Unicode scalars of the result, which ends in `…` when something was cut.
  static func plain(_ text: String, limit: Int) -> String {
    fitted(oneLine(text), limit: limit) { broken($0, after: $1) }
  }

  /// One line of text for Markdown.
  static func markdown(_ text: String, limit: Int) -> String {
    fitted(oneLine(text), limit: limit) { character, before in
      escaped(character, isFirst: before == nil) + broken(character, after: before)
    }
  }

  /// Text as a code span, which pings nobody and keeps every character but line ends.
  static func code(_ text: String, limit: Int) -> String {
    let line = fitted(oneLine(text), limit: limit) { character, _ in String(character) }
    guard !line.isEmpty else { return "" }
    let fence = String(repeating: "`", count: longestRun(of: "`", in: line) + 1)
    let pad = line.hasPrefix("`") || line.hasSuffix("`") ? " " : ""
    return fence + pad + line + pad + fence
  }

  /// A web address as a link, or as inert text if it is none.
  static func link(_ address: String, title: String = "") -> String {
    guard isWebAddress(address) else { return markdown(title.isEmpty ? address : "\(title): \(address)", limit: 1000) }
    let safe = OutgoingComment.guarded(address)
    return title.isEmpty ? "<\(safe)>" : "[\(markdown(title, limit: 300))](<\(safe)>)"
  }

  static func longestRun(of mark: Character, in text: String) -> Int {
    var (longest, current) = (0, 0)
    guard let wanted = mark.asciiValue else { return 0 }
    for byte in text.utf8 {
      current = byte == wanted ? current + 1 : 0
      longest = max(longest, current)
    }
    return longest
  }

  private static func isWebAddress(_ text: String) -> Bool {
    guard text.hasPrefix("https://") || text.hasPrefix("http://"), text.utf8.count <= 2000 else { return false }
    let forbidden: Set<UInt8> = [0x20, 0x22, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B, 0x7C, 0x7D]
    return text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && !forbidden.contains($0) }
  }

  /// Line ends and tabs become blanks, other control and direction marks go; blanks at both ends go too.
  private static func oneLine(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x09...0x0D, 0x20, 0x85, 0x2028, 0x2029: if let last = line.last, last != " " { line.append(" ") }
      case 0x00...0x1F, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: continue
      default: line.append(scalar)
      }
    }
    if line.last == " " { line.removeLast() }
    return String(line)
  }

  /// Appends character by character, so that none is ever cut in two.
  private static func fitted(_ text: String, limit: Int, _ rewrite: (Character, Character?) -> String) -> String {
    var (result, size) = ("", 0)
    var before: Character?
    for character in text {
      let next = rewrite(character, before)
      let nextSize = next.unicodeScalars.count
      guard size + nextSize < limit else { return result + "…" }
      result += next
      size += nextSize
      before = character
    }
    return result
  }

  /// Puts a gap into `@name`, `/oc`, `#1`, `GH-1`, `://` and `www.`.
  private static func broken(_ character: Character, after before: Character?) -> String {
    guard let before else { return String(character) }
    let isPhrase =
      switch before {
      case "@": character.isLetter || character.isNumber
      case "/": character == "o" || character == "O" || character == "/"
      case "#": character.isNumber
      case "h", "H": character == "-"
      case "w", "W": character == "."
      default: false
      }
    return isPhrase ? "\(gap)\(character)" : String(character)
  }

  /// What has to stand before a character so that Markdown takes it as text.
  private static func escaped(_ character: Character, isFirst: Bool) -> String {
    switch character {
    case "\\", "`", "*", "_", "[", "]", "<", ">", "|", "~", "#", "&", "$", "!": "\\"
    case "-", "+", "=": isFirst ? "\\" : ""
    default: ""
    }
  }
}
