internal import CCmark
internal import Synchronization

/// A parsed text; freed with the value.
@safe struct MarkdownTree: ~Copyable {
  private let parser: OpaquePointer
  private let document: OpaquePointer

  /// - Parameter findsAddresses: whether bare addresses become links.
  init(_ text: [UInt8], findsAddresses: Bool) {
    let extensions = ["table", "strikethrough", "tasklist"] + (findsAddresses ? ["autolink"] : [])
    let (parser, document) = unsafe Self.library.withLock { unsafe $0.parse(text, extensions: extensions) }
    unsafe self.parser = parser
    unsafe self.document = document
  }

  deinit {
    unsafe cmark_node_free(document)
    unsafe cmark_parser_free(parser)
  }

  /// The whole text; not to be used after the tree.
  var root: MarkdownNode { unsafe MarkdownNode(document) }

  /// HTML as the library writes it in its safe mode.
  func html() -> [UInt8] {
    let extensions = unsafe cmark_parser_get_syntax_extensions(parser)
    guard let text = unsafe cmark_render_html(document, Library.options, extensions) else { preconditionFailure("out of memory") }
    defer { unsafe cmark_get_default_mem_allocator().pointee.free(text) }
    return unsafe Array(String(cString: text).utf8)
  }

  /// One parser at a time: while it runs, the library keeps the special characters of its extensions in global tables (its inlines.c).
  private static let library = Mutex(Library())
}

/// The library, once its extensions are known to it.
private struct Library {
  static let options = CMARK_OPT_VALIDATE_UTF8

  init() { cmark_gfm_core_extensions_ensure_registered() }

  mutating func parse(_ text: [UInt8], extensions: [String]) -> (parser: OpaquePointer, document: OpaquePointer) {
    guard let parser = unsafe cmark_parser_new(Self.options) else { preconditionFailure("out of memory") }
    for name in extensions {
      let isAttached = unsafe cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension(name))
      precondition(isAttached == 1, "this cmark-gfm has no \(name)")
    }
    unsafe text.withUnsafeBufferPointer { text in
      guard let start = text.baseAddress else { return }
      unsafe start.withMemoryRebound(to: CChar.self, capacity: text.count) { unsafe cmark_parser_feed(parser, $0, text.count) }
    }
    guard let document = unsafe cmark_parser_finish(parser) else { preconditionFailure("out of memory") }
    return unsafe (parser, document)
  }
}
