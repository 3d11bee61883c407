import Markdown
import Testing

@Suite struct MarkdownTests {
  static let rel = "rel=\"noopener noreferrer nofollow\""

  static let examples: [(String, String)] = [
    ("", ""),
    (" \n\t\n", ""),
    ("Hello *you* and **us**", "<p>Hello <em>you</em> and <strong>us</strong></p>\n"),
    ("Привет, «мир»", "<p>Привет, «мир»</p>\n"),
    ("a\u{0}b", "<p>a\u{fffd}b</p>\n"),
    ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
    ("```swift\nlet a = \"<b>\"\n```", "<pre tabindex=\"0\"><code class=\"language-swift\">let a = &quot;&lt;b&gt;&quot;\n</code></pre>\n"),
    ("~~gone~~", "<p><del>gone</del></p>\n"),
    (
      "- [x] done\n- [ ] open",
      "<ul>\n<li><span class=\"task-mark\">☑</span> done</li>\n<li><span class=\"task-mark\">☐</span> open</li>\n</ul>\n"
    ),
    ("a <b>bold</b> tag", "<p>a &lt;b&gt;bold&lt;/b&gt; tag</p>\n"),
    ("<div>\nblock\n</div>", "<p>&lt;div&gt;\nblock\n&lt;/div&gt;\n</p>\n"),
    ("<!-- only for editors -->\n\ntext", "<p>text</p>\n"),
    ("a <!-- hidden --> b", "<p>a  b</p>\n"),
    ("[a](/p/demo \"t\")", "<p><a \(rel) href=\"/p/demo\" title=\"t\">a</a></p>\n"),
    ("[a](mailto:a@b.c)", "<p><a \(rel) href=\"mailto:a@b.c\">a</a></p>\n"),
    ("[a](#part)", "<p><a \(rel) href=\"#part\">a</a></p>\n"),
    ("[a](b/c:d)", "<p><a \(rel) href=\"b/c:d\">a</a></p>\n"),
    ("[a](HTTPS://x.y)", "<p><a \(rel) href=\"HTTPS://x.y\">a</a></p>\n"),
    (
      "see https://x.y/z, or www.x.y.",
      "<p>see <a \(rel) href=\"https://x.y/z\">https://x.y/z</a>, or <a \(rel) href=\"http://www.x.y\">www.x.y</a>.</p>\n"
    ),
    ("a@b.cc", "<p><a \(rel) href=\"mailto:a@b.cc\">a@b.cc</a></p>\n"),
    ("[*a* b](javascript:x)", "<p><em>a</em> b</p>\n"),
    ("![A *cat*](https://x.y/cat.png)", "<p><a \(rel) href=\"https://x.y/cat.png\">A cat</a></p>\n"),
    ("![](https://x.y/cat.png)", "<p><a \(rel) href=\"https://x.y/cat.png\">https://x.y/cat.png</a></p>\n"),
    ("[![cat](c.png) more](/d)", "<p><a \(rel) href=\"/d\">cat more</a></p>\n"),
    ("![cat [dog](/d) ![bird](/b)](/c)", "<p><a \(rel) href=\"/c\">cat dog bird</a></p>\n"),
    (
      "| ![a](b) |\n|-|",
      "<div class=\"table-scroll\" tabindex=\"0\"><table>\n<thead>\n<tr>\n<th><a \(rel) href=\"b\">a</a></th>\n</tr>\n</thead>\n</table></div>\n"
    ),
    (
      "| <b> |\n|:-:|\n| x |",
      "<div class=\"table-scroll\" tabindex=\"0\"><table>\n<thead>\n<tr>\n<th align=\"center\">&lt;b&gt;</th>\n</tr>\n</thead>\n<tbody>\n<tr>\n<td align=\"center\">x</td>\n</tr>\n</tbody>\n</table></div>\n"
    ),
  ]

  @Test(arguments: MarkdownTests.examples)
  func `a text becomes its HTML`(text: String, html: String) {
    #expect(Markdown.html(text) == html)
  }

  @Test(arguments: [
    ("# a\n## b\n# c", ["h2", "h3", "h2"]), ("### a\n##### b", ["h2", "h3"]), ("# a\n###### b", ["h2", "h3"]),
    ("# 1\n## 2\n### 3\n#### 4\n##### 5\n###### 6", ["h2", "h3", "h4", "h5", "h6", "h6"]), ("a\n===\nb\n---", ["h2", "h3"]),
    ("> # a\n\n- ## b", ["h2", "h3"]),
  ])
  func `headings begin below the title of the page and skip no level`(text: String, expected: [String]) {
    #expect(HTMLTokens(Markdown.html(text)).tags.map(\.name).filter { $0.hasPrefix("h") } == expected)
  }

  /// The worst texts known for the library, each as long as a note may be.
  @Test(arguments: [
    ("", "> ", ""), ("", "- ", ""), ("", "[", ""), ("", "![", ""), ("", "*a ", ""), ("", "[a](", ""), ("", "![[]()", ""), ("", "_*", ""),
    ("", "a@b.", ""), ("http://a", ")", ""), ("http://a", "(", ")"), ("www.a.", ")", "b"), ("[x]: y\n", "[x]", ""), ("", "~~a", ""),
    ("|a|\n|-|\n", "|\n", ""), ("", "|a", "\n|-|"), ("", "`a``", ""), ("", "<a ", ""), ("", "<!--", ""), ("", "&#", ""), ("", "\u{0}", ""),
    ("![", "![a](b) ", "](c)"), ("", "[a](javascript:x)", ""), ("", "<b>", ""), ("", "# a\n", ""), ("", "* [ ] x\n", ""),
  ])
  func `hostile nesting and repetition ends soon`(head: String, piece: String, tail: String) {
    let text = head + String(repeating: piece, count: (65_536 - head.utf8.count - tail.utf8.count) / piece.utf8.count) + tail
    let duration = ContinuousClock().measure { _ = Markdown.html(text) }
    // Quadratic in the library: 0.3 s on a developer's machine in the worst case, and 3.5 s without the limit on bare addresses.
    #expect(duration < .seconds(10), "\(piece.debugDescription) took \(duration)")
  }

  @Test func `a text with an endless address keeps its other links`() {
    let html = Markdown.html("[a](/b) https://x.y/ " + "https://x.y/" + String(repeating: ")", count: 3000))
    #expect(HTMLTokens(html).tags.filter { $0.name == "a" }.count == 1)
  }

  @Test func `texts rendered at the same time do not disturb each other`() async {
    let expected = Markdown.html("~~a~~ https://x.y | b")
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<64 {
        group.addTask { @concurrent in (0..<50).allSatisfy { _ in Markdown.html("~~a~~ https://x.y | b") == expected } }
      }
      for await isSame in group { #expect(isSame) }
    }
  }
}
