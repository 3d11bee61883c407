internal import HTTP

/// Takes a chunked body apart (RFC 9112 §7.1), byte by byte where the grammar matters, in runs where the data is.
package struct ChunkedDecoder {
  private enum State {
    case sizeStart
    case size
    case extensionStart
    case extensionText
    case quoted
    case quotedEscape
    case sizeLineFeed
    case data(remaining: Int)
    case dataReturn
    case dataLineFeed
    case trailer
    case done
  }

  /// Bytes of one size line or of all trailers together.
  private static let lineLimit = 4 * 1024

  private var state = State.sizeStart
  private var size = 0
  private var digits = 0
  private var lineLength = 0
  private var trailer: [UInt8] = []
  private var trailerBytes = 0
  private let bodyLimit: Int

  package init(bodyLimit: Int) { self.bodyLimit = bodyLimit }

  package var isDone: Bool {
    if case .done = state { true } else { false }
  }

  /// Appends decoded bytes to `body`.
  /// - Returns: how many of `bytes` were used; all of them unless the body ended.
  package mutating func decode(_ bytes: Span<UInt8>, into body: inout [UInt8]) throws(ParseFailure) -> Int {
    var position = 0
    while position < bytes.count, !isDone {
      if case .data(let remaining) = state {
        let count = min(remaining, bytes.count - position)
        let run = bytes.extracting(position..<(position + count))
        unsafe run.withUnsafeBufferPointer { unsafe body.append(contentsOf: $0) }
        position += count
        state = count == remaining ? .dataReturn : .data(remaining: remaining - count)
      } else {
        try step(bytes[position], body.count)
        position += 1
      }
    }
    return position
  }

  private mutating func step(_ byte: UInt8, _ received: Int) throws(ParseFailure) {
    switch state {
    case .sizeStart, .size: try takeSize(byte, received)
    case .extensionStart, .extensionText, .quoted, .quotedEscape: try takeExtension(byte)
    case .sizeLineFeed: try endSizeLine(byte)
    case .dataReturn: try expect(byte, 0x0D, then: .dataLineFeed)
    case .dataLineFeed: try expect(byte, 0x0A, then: .sizeStart)
    case .trailer: try takeTrailer(byte)
    case .data, .done: break
    }
  }

  private mutating func expect(_ byte: UInt8, _ wanted: UInt8, then next: State) throws(ParseFailure) {
    guard byte == wanted else { throw .bad("a chunk is not ended by CR LF") }
    state = next
    (size, digits, lineLength) = (0, 0, 0)
  }

  private mutating func takeSize(_ byte: UInt8, _ received: Int) throws(ParseFailure) {
    if let digit = ByteClass.hexDigit(byte) {
      digits += 1
      guard digits <= 15 else { throw .bad("a chunk size is too large") }
      size = size << 4 | Int(digit)
      guard received + size <= bodyLimit else { throw .bodyTooLarge }
      state = .size
      return
    }
    guard case .size = state else { throw .bad("a chunk size is missing") }
    switch byte {
    case 0x0D: state = .sizeLineFeed
    case UInt8(ascii: ";"): state = .extensionStart
    default: throw .bad("a chunk size holds a forbidden character")
    }
  }

  private mutating func takeExtension(_ byte: UInt8) throws(ParseFailure) {
    lineLength += 1
    guard lineLength <= Self.lineLimit else { throw .bad("a chunk extension is too long") }
    switch (state, byte) {
    case (.quotedEscape, _) where ByteClass.isFieldValue(byte): state = .quoted
    case (.quoted, UInt8(ascii: "\"")): state = .extensionText
    case (.quoted, UInt8(ascii: "\\")): state = .quotedEscape
    case (.quoted, _) where ByteClass.isFieldValue(byte): break
    case (.extensionText, 0x0D): state = .sizeLineFeed
    case (.extensionText, UInt8(ascii: "\"")): state = .quoted
    case (.extensionText, UInt8(ascii: ";")): state = .extensionStart
    case (.extensionText, UInt8(ascii: "=")): break
    case (.extensionStart, _) where ByteClass.isToken(byte): state = .extensionText
    case (.extensionText, _) where ByteClass.isToken(byte): break
    default: throw .bad("a chunk extension holds a forbidden character")
    }
  }

  private mutating func endSizeLine(_ byte: UInt8) throws(ParseFailure) {
    guard byte == 0x0A else { throw .bad("a chunk size is not ended by CR LF") }
    state = size == 0 ? .trailer : .data(remaining: size)
  }

  /// Trailers are checked like header fields and dropped: nothing here needs them (RFC 9110 §6.5.1).
  private mutating func takeTrailer(_ byte: UInt8) throws(ParseFailure) {
    trailerBytes += 1
    guard trailerBytes <= Self.lineLimit else { throw .blockTooLarge }
    trailer.append(byte)
    guard byte == 0x0A else { return }
    guard trailer.count >= 2, trailer[trailer.count - 2] == 0x0D else { throw .bad("a trailer line ends without CR") }
    if trailer.count == 2 {
      state = .done
    } else {
      _ = try FieldLine.parse(trailer.span, 0..<(trailer.count - 2))
      trailer.removeAll(keepingCapacity: true)
    }
  }
}
