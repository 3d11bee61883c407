internal import CCmark

/// One node of a parsed text. Belongs to its tree, or to whoever made it until it is put into one.
@safe struct MarkdownNode {
  enum Kind {
    case text, code, lineBreak, link, image, heading, paragraph, rawInline, rawBlock, other
  }

  private let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

  /// A node outside every tree.
  init(text literal: String) {
    self.init(kind: CMARK_NODE_TEXT)
    unsafe cmark_node_set_literal(pointer, literal)
  }

  init(linkTo address: String) {
    self.init(kind: CMARK_NODE_LINK)
    unsafe cmark_node_set_url(pointer, address)
  }

  static func paragraph() -> MarkdownNode { MarkdownNode(kind: CMARK_NODE_PARAGRAPH) }

  private init(kind: cmark_node_type) {
    guard let node = unsafe cmark_node_new(kind) else { preconditionFailure("out of memory") }
    unsafe self.init(node)
  }

  var kind: Kind {
    switch unsafe cmark_node_get_type(pointer) {
    case CMARK_NODE_TEXT: .text
    case CMARK_NODE_CODE: .code
    case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: .lineBreak
    case CMARK_NODE_LINK: .link
    case CMARK_NODE_IMAGE: .image
    case CMARK_NODE_HEADING: .heading
    case CMARK_NODE_PARAGRAPH: .paragraph
    case CMARK_NODE_HTML_INLINE: .rawInline
    case CMARK_NODE_HTML_BLOCK: .rawBlock
    default: .other
    }
  }

  /// Of a link or an image, with entities and escapes resolved.
  var address: String { unsafe Self.text(cmark_node_get_url(pointer)) }

  /// Text of a node that holds text itself.
  var literal: String { unsafe Self.text(cmark_node_get_literal(pointer)) }

  /// 1 to 6.
  var headingLevel: Int {
    get { Int(unsafe cmark_node_get_heading_level(pointer)) }
    nonmutating set { unsafe cmark_node_set_heading_level(pointer, Int32(newValue)) }
  }

  var firstChild: MarkdownNode? {
    guard let child = unsafe cmark_node_first_child(pointer) else { return nil }
    return unsafe MarkdownNode(child)
  }

  /// Moves a node to the end of this one. What finds no place there is dropped: better a gap than a way around the checks.
  func append(_ node: MarkdownNode) {
    if unsafe cmark_node_append_child(pointer, node.pointer) != 1 { node.remove() }
  }

  /// Moves a node in front of this one, or drops it.
  func putBefore(_ node: MarkdownNode) {
    if unsafe cmark_node_insert_before(pointer, node.pointer) != 1 { node.remove() }
  }

  /// Frees the node and all in it; nothing may use it afterwards.
  func remove() { unsafe cmark_node_free(pointer) }

  /// Visits this node and every one in it, entering and leaving, without recursion: text may nest thousands deep.
  func walk(_ visit: (MarkdownNode, _ isEntered: Bool) -> Void) {
    guard let iterator = unsafe cmark_iter_new(pointer) else { preconditionFailure("out of memory") }
    defer { unsafe cmark_iter_free(iterator) }
    while true {
      let event = unsafe cmark_iter_next(iterator)
      guard event != CMARK_EVENT_DONE, let node = unsafe cmark_iter_get_node(iterator) else { return }
      visit(unsafe MarkdownNode(node), event == CMARK_EVENT_ENTER)
    }
  }

  private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
    guard let pointer = unsafe pointer else { return "" }
    return unsafe String(cString: pointer)
  }
}
