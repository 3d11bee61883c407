internal import Messages

/// A note as somebody typed it, made fit to be stored.
package struct NoteDraft: Sendable, Equatable {
  /// Unicode scalars of a title.
  package static let longestTitle = 200
  /// Bytes of UTF-8 of a note.
  package static let longestBody = 64 * 1024

  package let title: String
  /// Line breaks are LF; no NUL, which Postgres does not store.
  package let body: String

  /// Takes out what browsers and keyboards put in: CR in line breaks, NUL, and white space around the title. What does not fit is told by `check`,
  /// so that the person keeps what they typed.
  package init(title: String, body: String) {
    let line = String(String.UnicodeScalarView(title.unicodeScalars.map { $0.fitsName ? $0 : " " }))
    self.title = line.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    self.body = Self.unixLines(body)
  }

  /// By bytes: walking over 64 KB by characters would take longer than the rest of the page.
  private static func unixLines(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count)
    var previous: UInt8 = 0
    for byte in text.utf8 {
      switch byte {
      case 0: break
      case UInt8(ascii: "\n") where previous == UInt8(ascii: "\r"): break
      case UInt8(ascii: "\r"): bytes.append(UInt8(ascii: "\n"))
      default: bytes.append(byte)
      }
      previous = byte
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// - Parameter needsTitle: not so for the project's context, which has a fixed one.
  /// - Throws: `invalid` for `title` or `body`.
  func check(needsTitle: Bool) throws(ActionError) {
    if needsTitle {
      guard !title.isEmpty else { throw .invalid(field: "title", message: Message("action.knowledge.title_empty")) }
      guard title.unicodeScalars.count <= Self.longestTitle else {
        throw .invalid(field: "title", message: Message("action.knowledge.title_long", ["maximum": "\(Self.longestTitle)"]))
      }
    }
    guard body.utf8.count <= Self.longestBody else {
      let excess = body.utf8.count - Self.longestBody
      throw .invalid(field: "body", message: Message("action.knowledge.body_long", ["maximum": "64"], count: excess))
    }
  }
}
