internal import HTTP

/// Collects the fields that decide where a message ends and whether the connection lives on.
struct FramingFields {
  private var length: Int?
  private var hasTransferEncoding = false
  private var isChunked = false
  private var hosts = 0
  private var closes = false
  private var keepsAlive = false
  private var expectsContinue = false

  mutating func take(_ bytes: Span<UInt8>, _ field: RequestHead.FieldRange) throws(ParseFailure) {
    switch field.name.count {
    case 4 where FieldLine.matches(bytes, field.name, "host"): try takeHost(bytes, field.value)
    case 6 where FieldLine.matches(bytes, field.name, "expect"): try takeExpect(bytes, field.value)
    case 10 where FieldLine.matches(bytes, field.name, "connection"): takeConnection(bytes, field.value)
    case 14 where FieldLine.matches(bytes, field.name, "content-length"): try takeLength(bytes, field.value)
    case 17 where FieldLine.matches(bytes, field.name, "transfer-encoding"): try takeCoding(bytes, field.value)
    default: break
    }
  }

  func finish(_ line: RequestLine) throws(ParseFailure) -> HeadFraming {
    if hasTransferEncoding, length != nil { throw .bad("both content-length and transfer-encoding") }
    if hasTransferEncoding, !isChunked { throw .coding }
    if hasTransferEncoding, line.minorVersion == 0 { throw .bad("transfer-encoding in HTTP/1.0") }
    var framing = HeadFraming()
    framing.body = isChunked ? .chunked : length.map { $0 == 0 ? .none : .length($0) } ?? .none
    framing.keepsAlive = !closes && (line.minorVersion == 1 || keepsAlive)
    framing.expectsContinue = expectsContinue && line.minorVersion == 1
    framing.hasHost = hosts == 1 || line.hasAuthority
    return framing
  }

  private mutating func takeHost(_ bytes: Span<UInt8>, _ value: Range<Int>) throws(ParseFailure) {
    hosts += 1
    guard hosts == 1 else { throw .bad("more than one host") }
    guard FieldLine.isHost(bytes, value) else { throw .host }
  }

  private mutating func takeExpect(_ bytes: Span<UInt8>, _ value: Range<Int>) throws(ParseFailure) {
    guard FieldLine.matches(bytes, value, "100-continue") else {
      throw ParseFailure(status: .expectationFailed, reason: "unknown expectation")
    }
    expectsContinue = true
  }

  private mutating func takeConnection(_ bytes: Span<UInt8>, _ value: Range<Int>) {
    if FieldLine.list(bytes, value, contains: "close") { closes = true }
    if FieldLine.list(bytes, value, contains: "keep-alive") { keepsAlive = true }
  }

  /// Digits only: no sign, no list, no repetition; `Int(_:)` would take `+5`.
  private mutating func takeLength(_ bytes: Span<UInt8>, _ value: Range<Int>) throws(ParseFailure) {
    guard length == nil else { throw .bad("content-length twice") }
    guard !value.isEmpty else { throw .bad("empty content-length") }
    var total = 0
    for position in value {
      let byte = bytes[position]
      guard byte >= 48, byte <= 57 else { throw .bad("content-length is not a number") }
      let (product, overflow) = total.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int(byte - 48))
      guard !overflow, !carry else { throw .bad("content-length is too large") }
      total = sum
    }
    length = total
  }

  private mutating func takeCoding(_ bytes: Span<UInt8>, _ value: Range<Int>) throws(ParseFailure) {
    guard !hasTransferEncoding else { throw .bad("transfer-encoding twice") }
    hasTransferEncoding = true
    guard FieldLine.matches(bytes, value, "chunked") else { throw .coding }
    isChunked = true
  }
}
