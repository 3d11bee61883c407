/// Markdown in GitHub's flavour as HTML that may stand in a page of ours, whoever wrote it.
///
/// Raw HTML is shown as the text it is. Links lead to http, https, mailto and relative addresses only. Images become links, so that a page
/// loads nothing from elsewhere. Headings begin below the `h1` of the page.
package enum Markdown {
  /// HTML made of block elements; empty for text without content.
  /// - Parameter text: any text; the caller limits its size. 64 KiB of the worst text known takes about 0.3 s, ordinary text under a millisecond.
  package static func html(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let tree = MarkdownTree(bytes, findsAddresses: !bytes.hasLongAddress)
    tree.root.makeHarmless()
    return MarkdownMarkup.finished(tree.html())
  }
}

extension [UInt8] {
  /// The library looks at the end of a bare address again for each closing parenthesis: 64 KiB of them take 3.5 s. No address people write
  /// is longer than this, so a text that has one gets no links for bare addresses at all.
  fileprivate var hasLongAddress: Bool {
    split { $0 <= UInt8(ascii: " ") }.contains { word in
      word.count > 2048 && word.contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "@") }
    }
  }
}
