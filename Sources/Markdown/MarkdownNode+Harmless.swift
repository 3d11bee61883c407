extension MarkdownNode {
  /// Takes away what must not reach a page from this node and all in it, keeping the text.
  func makeHarmless() {
    let findings = find()
    findings.rawInlines.forEach { $0.showRawInline() }
    findings.rawBlocks.forEach { $0.showRawBlock() }
    findings.images.forEach { $0.node.showAsLink(isInLink: $0.isInLink) }
    findings.unsafeLinks.forEach { $0.dissolve() }
    Self.lower(findings.headings)
  }

  /// Nodes to change. Nothing inside an image is among them: of that only the text remains.
  private struct Findings {
    var rawInlines: [MarkdownNode] = []
    var rawBlocks: [MarkdownNode] = []
    var images: [(node: MarkdownNode, isInLink: Bool)] = []
    var unsafeLinks: [MarkdownNode] = []
    var headings: [MarkdownNode] = []
    var linkDepth = 0
    var imageDepth = 0
  }

  private func find() -> Findings {
    var findings = Findings()
    walk { node, isEntered in
      switch node.kind {
      case .image:
        if isEntered && findings.imageDepth == 0 { findings.images.append((node, findings.linkDepth > 0)) }
        findings.imageDepth += isEntered ? 1 : -1
      case _ where findings.imageDepth > 0: break
      case .link:
        findings.linkDepth += isEntered ? 1 : -1
        if isEntered && !LinkAddress.isSafe(node.address) { findings.unsafeLinks.append(node) }
      case .rawInline: findings.rawInlines.append(node)
      case .rawBlock: findings.rawBlocks.append(node)
      case .heading: if isEntered { findings.headings.append(node) }
      default: break
      }
    }
    return findings
  }

  /// A tag shows as what was typed; a comment does not show, as with every other reader of Markdown.
  private func showRawInline() {
    if !literal.hasPrefix("<!--") { putBefore(MarkdownNode(text: literal)) }
    remove()
  }

  private func showRawBlock() {
    if !literal.hasPrefix("<!--") {
      let paragraph = MarkdownNode.paragraph()
      paragraph.append(MarkdownNode(text: literal))
      putBefore(paragraph)
    }
    remove()
  }

  /// A link to the picture, named by its alternative text or else by its address; the text alone where a link cannot stand.
  private func showAsLink(isInLink: Bool) {
    let alternative = plainText
    let text = MarkdownNode(text: alternative.isEmpty ? address : alternative)
    if isInLink || address.isEmpty || !LinkAddress.isSafe(address) {
      putBefore(text)
    } else {
      let link = MarkdownNode(linkTo: address)
      link.append(text)
      putBefore(link)
    }
    remove()
  }

  private var plainText: String {
    var result = ""
    walk { node, isEntered in
      guard isEntered else { return }
      switch node.kind {
      case .text, .code: result += node.literal
      case .lineBreak: result += " "
      default: break
      }
    }
    return result
  }

  /// Leaves what a link contains in its place.
  private func dissolve() {
    while let child = firstChild { putBefore(child) }
    remove()
  }

  /// The page's title is the one `h1`: the highest level in use becomes `h2`, the next one `h3`, so that no level is skipped on the way down.
  private static func lower(_ headings: [MarkdownNode]) {
    let levels = Set(headings.map(\.headingLevel)).sorted()
    for heading in headings {
      let rank = levels.firstIndex(of: heading.headingLevel) ?? levels.count
      heading.headingLevel = min(rank + 2, 6)
    }
  }
}
