/// Last touches on the library's HTML. Every `<` in it begins a tag the library wrote itself, because raw HTML is off and text is escaped: so a tag
/// is known by its first bytes.
enum MarkdownMarkup {
  private static let replacements: [(from: [UInt8], to: [UInt8])] = [
    ("<a href=", "<a rel=\"noopener noreferrer nofollow\" href="),
    // Wide things scroll sideways, also by keyboard.
    ("<pre>", "<pre tabindex=\"0\">"),
    ("<table>", "<div class=\"table-scroll\" tabindex=\"0\"><table>"),
    ("</table>", "</table></div>"),
    // A box nobody can tick is a mark, not a form control without a label.
    ("<input type=\"checkbox\" checked=\"\" disabled=\"\" />", "<span class=\"task-mark\">☑</span>"),
    ("<input type=\"checkbox\" disabled=\"\" />", "<span class=\"task-mark\">☐</span>"),
  ].map { (Array($0.utf8), Array($1.utf8)) }

  static func finished(_ html: [UInt8]) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(html.count + html.count / 8)
    var index = 0
    while index < html.count {
      if html[index] == UInt8(ascii: "<"), let match = replacements.first(where: { html[index...].starts(with: $0.from) }) {
        result += match.to
        index += match.from.count
      } else {
        result.append(html[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
