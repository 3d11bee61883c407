internal import Glibc
package import HTTP

/// Reads request heads from bytes that arrive in any pieces: the same bytes give the same answer however they are split.
package struct HeadParser {
  package enum Step {
    /// More bytes are needed; call again with the same bytes and more behind them.
    case incomplete
    /// The head ends before `end`.
    case complete(RequestHead, HeadFraming, end: Int)
  }

  /// Bytes of the request line.
  package static let lineLimit = 8 * 1024
  /// Bytes of all header fields together.
  package static let blockLimit = 16 * 1024
  package static let fieldLimit = 100

  private var line: RequestLine?
  /// Where the head begins: after empty lines that some clients send behind a body (RFC 9112 §2.2).
  private var headStart = 0
  private var emptyLines = 0
  private var lineStart = 0
  /// Where the header block begins: behind the request line.
  private var blockStart = 0
  private var scanned = 0
  private var fields: [RequestHead.FieldRange] = []
  private var framing = FramingFields()

  package init() { fields.reserveCapacity(16) }

  /// Whether anything of a head has been seen.
  package var hasBegun: Bool { scanned > headStart }

  /// - Parameter bytes: everything unread of the connection, from the first byte of this head on.
  package mutating func parse(_ bytes: Span<UInt8>) throws(ParseFailure) -> Step {
    while let lineEnd = try nextLineEnd(bytes) {
      let content = lineStart..<(lineEnd - 1)
      lineStart = lineEnd + 1
      if line == nil {
        try takeRequestLine(bytes, content)
      } else if content.isEmpty {
        return try finish(bytes, end: lineEnd + 1)
      } else {
        try takeField(bytes, content)
      }
    }
    return .incomplete
  }

  /// Position of the LF that ends the current line, whose CR was checked.
  private mutating func nextLineEnd(_ bytes: Span<UInt8>) throws(ParseFailure) -> Int? {
    scanned = Self.lineFeed(bytes, from: scanned)
    if line == nil {
      guard scanned - lineStart <= Self.lineLimit else { throw .lineTooLong }
    } else {
      guard scanned - blockStart <= Self.blockLimit else { throw .blockTooLarge }
    }
    guard scanned < bytes.count else { return nil }
    guard scanned > lineStart, bytes[scanned - 1] == 0x0D else { throw .bad("a line ends without CR") }
    scanned += 1
    return scanned - 1
  }

  /// Position of the next LF, or the end.
  private static func lineFeed(_ bytes: Span<UInt8>, from start: Int) -> Int {
    unsafe bytes.withUnsafeBufferPointer { buffer in
      guard start < buffer.count, let base = buffer.baseAddress else { return buffer.count }
      guard let found = unsafe memchr(base + start, 0x0A, buffer.count - start) else { return buffer.count }
      return unsafe UnsafeRawPointer(base).distance(to: found)
    }
  }

  private mutating func takeRequestLine(_ bytes: Span<UInt8>, _ content: Range<Int>) throws(ParseFailure) {
    if content.isEmpty {
      emptyLines += 1
      guard emptyLines <= 2 else { throw .bad("empty lines instead of a request") }
      headStart = lineStart
    } else {
      line = try RequestLine(bytes, content)
      blockStart = lineStart
    }
  }

  private mutating func takeField(_ bytes: Span<UInt8>, _ content: Range<Int>) throws(ParseFailure) {
    guard fields.count < Self.fieldLimit else { throw .tooManyFields }
    let field = try FieldLine.parse(bytes, content)
    try framing.take(bytes, field)
    fields.append(field)
  }

  private mutating func finish(_ bytes: Span<UInt8>, end: Int) throws(ParseFailure) -> Step {
    guard let line else { throw .bad("no request line") }
    let result = try framing.finish(line)
    let copy = bytes.extracting(0..<end)
    let head = RequestHead(
      method: line.method, path: line.path, query: line.query, minorVersion: line.minorVersion,
      bytes: unsafe copy.withUnsafeBufferPointer { unsafe Array($0) }, fields: fields)
    return .complete(head, result, end: end)
  }
}
