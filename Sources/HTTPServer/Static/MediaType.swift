/// Content types of the files a site is made of.
enum MediaType {
  /// Value of `content-type` for a file name; what is not listed is sent as bytes without a meaning.
  static func of(_ path: String) -> StaticString {
    guard let dot = path.lastIndex(of: ".") else { return unknown }
    return known[path[path.index(after: dot)...].lowercased()] ?? unknown
  }

  /// Whether such files shrink; images and fonts are packed already.
  static func isCompressible(_ text: String) -> Bool {
    text.hasPrefix("text/") || text.hasPrefix("application/json") || text.hasPrefix("application/manifest+json")
      || ["application/xml", "application/wasm", "image/svg+xml", "image/x-icon"].contains(text)
  }

  private static let unknown: StaticString = "application/octet-stream"

  private static let known: [String: StaticString] = [
    "avif": "image/avif", "css": "text/css; charset=utf-8", "gif": "image/gif", "html": "text/html; charset=utf-8",
    "ico": "image/x-icon", "jpeg": "image/jpeg", "jpg": "image/jpeg", "js": "text/javascript; charset=utf-8",
    "json": "application/json", "map": "application/json", "md": "text/markdown; charset=utf-8",
    "mjs": "text/javascript; charset=utf-8", "pdf": "application/pdf", "png": "image/png", "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8", "wasm": "application/wasm", "webmanifest": "application/manifest+json",
    "webp": "image/webp", "woff": "font/woff", "woff2": "font/woff2", "xml": "application/xml",
  ]
}
