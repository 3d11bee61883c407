import Markdown
import TestKit
import Testing

/// What may stand in rendered Markdown, held against every text people have used to get a script into a page.
@Suite struct HarmlessTests {
  /// [tag: attributes it may carry]
  static let allowed: [String: Set<String>] = [
    "p": [], "h2": [], "h3": [], "h4": [], "h5": [], "h6": [], "ul": [], "ol": ["start"], "li": [], "blockquote": [], "pre": ["tabindex"],
    "code": ["class"], "em": [], "strong": [], "del": [], "hr": [], "br": [], "a": ["rel", "href", "title"], "table": [], "thead": [],
    "tbody": [], "tr": [], "th": ["align"], "td": ["align"], "div": ["class", "tabindex"], "span": ["class"],
  ]

  static let attacks = [
    // schemes
    "[a](javascript:alert(1))", "[a](JaVaScRiPt:alert(1))", "[a](<javascript:alert(1)>)", "[a]( javascript:alert(1) )",
    "[a](java\tscript:alert(1))", "[a](<java\tscript:alert(1)>)", "[a](java&Tab;script:alert(1))", "[a](java&NewLine;script:alert(1))",
    "[a](javascript&colon;alert(1))", "[a](&#106;avascript:alert(1))", "[a](&#x6A;avascript&#58;alert(1))", "[a](javascript\\:alert(1))",
    "[a](\u{1}javascript:alert(1))", "[a](<\u{a0}javascript:alert(1)>)", "[a](&#1;javascript:alert(1))", "[a](&#x0D;javascript:alert(1))",
    "[a](vbscript:msgbox(1))", "[a](VBScript&#58;msgbox)", "[a](data:text/html,<script>alert(1)</script>)",
    "[a](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)", "[a](data:image/svg+xml,<svg onload=alert(1)>)",
    "[a](file:///etc/passwd)", "[a](blob:https://x/1)", "[a](filesystem:x)", "[a](intent:x)", "[a](ftp://x)", "[a](tel:1)", "[a](x:y)",
    "[a](view-source:javascript:alert(1))", "[a](feed:javascript:alert(1))", "[a](jar:x!/)", "[a](javascript://%0aalert(1))",
    "[a][x]\n\n[x]: javascript:alert(1)", "[a]\n\n[a]: <javascript:alert(1)> 'x'", "[x]: data:text/html,1\n[x] [x][] [y][x]",
    // autolinks
    "<javascript:alert(1)>", "<JAVASCRIPT:alert(1)>", "<data:text/html,x>", "<vbscript:x>", "<x-y:z>", "javascript:alert(1)",
    "<xmpp:a@b.c>", "xmpp:a@b.c/x", "ftp://example.com/x", "<a@b.c?subject=\"onx>", "www.example.com/\"onmouseover=\"alert(1)",
    "http://example.com/\"onmouseover=alert(1)", "http://x.com/<script>alert(1)</script>", "https://x.com/'><img/src=x>",
    // attributes
    "[a](/x \"\\\" onmouseover=alert(1) x=\\\"\")", "[a](/x 'y\" onclick=\"alert(1)')", "[a](/x\"onclick=\"alert(1))",
    "[a](</x\" onclick=\"alert(1)>)", "[a](/x&quot;onclick=&quot;alert(1))", "[a](/x (&quot; style=&quot;x))", "[\"onclick=\"x](/x)",
    "```\"><script>alert(1)</script>\nx\n```", "```js\" onclick=\"alert(1)\nx\n```", "``` x&quot;onclick=&quot;y\n```", "~~~ '><img>\n~~~",
    // raw HTML
    "<script>alert(1)</script>", "<ScRiPt src=//x>", "a <script>alert(1)</script> b", "<img src=x onerror=alert(1)>",
    "a <img src=x onerror=alert(1)> b", "<svg/onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<iframe srcdoc='x'>",
    "<a href=javascript:alert(1)>x</a>", "<div style='x'>y</div>", "<style>*{}</style>", "<form action=//x><input name=q>",
    "<base href=//x>",
    "<meta http-equiv=refresh content=0>", "<math><mi xlink:href='javascript:x'>", "<!--><img src=x onerror=alert(1)>-->",
    "<!-- --!><img src=x onerror=alert(1)>", "x <!-- <img src=x> --> y", "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<?x <img onerror=y> ?>",
    "<!DOCTYPE x [<!ENTITY y 'z'>]>", "<x\n onclick=alert(1)>", "<\u{0}script>alert(1)</script>", "</p><script>", "<p onclick='x'\n>",
    "<scr<script>ipt>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<textarea><script>", "<title><img src=x onerror=y>",
    "<xmp><p></xmp><img>",
    // images
    "![a](javascript:alert(1))", "![a](x \"onerror=alert(1)\")", "![\"onerror=\"alert(1)](x)", "![a](data:image/svg+xml,<svg onload=x>)",
    "![a](data:image/png;base64,AAAA)", "![<img src=x onerror=y>](http://x)", "![![a](b)](javascript:x)", "![[a](javascript:x)](y)",
    "[![a](http://x/y.png)](javascript:alert(1))", "[![a](javascript:x)](http://x)", "![a][r]\n\n[r]: javascript:x", "![](javascript:x)",
    // inside other things
    "# [a](javascript:x)", "> <img src=x onerror=y>", "- <script>x</script>", "| a |\n|---|\n| [x](javascript:y) <img onerror=z> ![p](q) |",
    "~~[a](javascript:x)~~", "*<b onclick=x>*", "- [ ] <img src=x onerror=y>", "[a](/x)[b](javascript:x)[c](/y)",
    "[*a [b](javascript:x)*](/y)",
    "`<img onerror=x>`", "    <script>x</script>", "&lt;script&gt;alert(1)&lt;/script&gt;", "\\<script>", "<https://x/<script>>",
    "<<script>script>",
  ]

  @Test(arguments: HarmlessTests.attacks)
  func `an attack leaves only tags, attributes and addresses we let through`(text: String) {
    Self.expectHarmless(text)
  }

  /// Pieces of the attacks put together at random: 300 texts a seed.
  @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6, 7, 8])
  func `pieces of attacks in any order stay harmless`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let pieces =
      Self.attacks + [
        "\n", "\n\n", "> ", "- ", "[", "](", ")", "!", "`", "```\n", "|", "\n|-|-|\n", "<", ">", "\"", "'", "&#", ";", "\\", "~~", "*", "_",
        "  ",
      ]
    for _ in 0..<300 {
      let text = (0..<Int.random(in: 1...8, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      Self.expectHarmless(text)
    }
  }

  private static func expectHarmless(_ text: String) {
    let html = Markdown.html(text)
    let tokens = HTMLTokens(html)
    for tag in tokens.tags {
      let attributes = allowed[tag.name]
      #expect(attributes != nil, "<\(tag.name)> from \(text.debugDescription): \(html)")
      #expect(Set(tag.attributes.keys).isSubset(of: attributes ?? []), "\(tag) from \(text.debugDescription): \(html)")
      if tag.name == "a" { expectHarmlessLink(tag, text) }
    }
    #expect(tokens.comments == 0, "a comment from \(text.debugDescription): \(html)")
  }

  private static func expectHarmlessLink(_ tag: HTMLTokens.Tag, _ text: String) {
    #expect(tag.attributes["rel"] == "noopener noreferrer nofollow")
    // Browsers drop tabs and line breaks anywhere, and spaces and control characters in front (WHATWG URL §4.4).
    let address = (tag.attributes["href"] ?? "").unicodeScalars.filter { ![9, 10, 13].contains($0.value) }.drop { $0.value <= 32 }
    let scheme = String(String.UnicodeScalarView(address)).lowercased().prefixMatch(of: /[a-z][a-z0-9+.\-]*:/)?.0
    #expect(scheme == nil || ["http:", "https:", "mailto:"].contains(scheme), "\(tag) from \(text.debugDescription)")
  }
}
