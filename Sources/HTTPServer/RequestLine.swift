internal import HTTP

/// `METHOD target HTTP/1.x` (RFC 9112 §3), with one space between the parts and nothing else.
struct RequestLine {
  var method = Method.get
  var path = "/"
  var query: String?
  var minorVersion = 1
  /// Authority of an absolute-form target: it replaces Host (RFC 9112 §3.2.2).
  var hasAuthority = false

  /// Methods of the IANA registry (2024-10) and three that clients in the wild send; others are answered 501.
  private static let known: Set<String> = [
    "ACL", "BASELINE-CONTROL", "BIND", "CHECKIN", "CHECKOUT", "CONNECT", "COPY", "DELETE", "GET", "HEAD", "LABEL", "LINK", "LOCK", "MERGE",
    "MKACTIVITY", "MKCALENDAR", "MKCOL", "MKREDIRECTREF", "MKWORKSPACE", "MOVE", "OPTIONS", "ORDERPATCH", "PATCH", "POST", "PROPFIND",
    "PROPPATCH", "PUT", "QUERY", "REBIND", "REPORT", "SEARCH", "TRACE", "UNBIND", "UNCHECKOUT", "UNLINK", "UNLOCK", "UPDATE",
    "UPDATEREDIRECTREF", "VERSION-CONTROL", "M-SEARCH", "PURGE", "SOURCE",
  ]

  init(_ bytes: Span<UInt8>, _ line: Range<Int>) throws(ParseFailure) {
    var position = line.lowerBound
    while position < line.upperBound, ByteClass.isToken(bytes[position]) { position += 1 }
    guard position > line.lowerBound, position < line.upperBound, bytes[position] == 0x20 else {
      throw .bad("the request does not begin with a method and a space")
    }
    method = try Self.method(bytes, line.lowerBound..<position)
    let targetStart = position + 1
    position = targetStart
    while position < line.upperBound, ByteClass.isTarget(bytes[position]) { position += 1 }
    guard position > targetStart, position < line.upperBound, bytes[position] == 0x20 else {
      throw .bad("the request target is empty or holds a forbidden character")
    }
    minorVersion = try Self.version(bytes, (position + 1)..<line.upperBound)
    try parseTarget(bytes, targetStart..<position)
  }

  private static func method(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(ParseFailure) -> Method {
    if FieldLine.matchesExactly(bytes, range, "GET") { return .get }
    if FieldLine.matchesExactly(bytes, range, "POST") { return .post }
    let name = text(bytes, range)
    guard known.contains(name) else { throw .method }
    return Method(rawValue: name)
  }

  private static func version(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(ParseFailure) -> Int {
    if FieldLine.matchesExactly(bytes, range, "HTTP/1.1") { return 1 }
    if FieldLine.matchesExactly(bytes, range, "HTTP/1.0") { return 0 }
    let isHTTP = range.count == 8 && FieldLine.matchesExactly(bytes, range.lowerBound..<(range.lowerBound + 5), "HTTP/")
    if isHTTP, bytes[range.lowerBound + 6] == UInt8(ascii: ".") { throw .version }
    throw .bad("the request line does not end with HTTP/1.0 or HTTP/1.1")
  }

  private mutating func parseTarget(_ bytes: Span<UInt8>, _ target: Range<Int>) throws(ParseFailure) {
    var start = target.lowerBound
    if bytes[start] != UInt8(ascii: "/") {
      guard let pathStart = try authorityEnd(bytes, target) else {
        path = "*"
        return
      }
      start = pathStart
    }
    var end = start
    var mark: Int?
    while end < target.upperBound, bytes[end] != UInt8(ascii: "#") {
      if mark == nil, bytes[end] == UInt8(ascii: "?") { mark = end }
      end += 1
    }
    path = start == (mark ?? end) ? "/" : Self.text(bytes, start..<(mark ?? end))
    query = mark.map { Self.text(bytes, ($0 + 1)..<end) }
  }

  /// - Returns: where the path of `http://host/path` begins, or nil for `*`.
  private mutating func authorityEnd(_ bytes: Span<UInt8>, _ target: Range<Int>) throws(ParseFailure) -> Int? {
    if target.count == 1, bytes[target.lowerBound] == UInt8(ascii: "*") { return nil }
    let schemes: [StaticString] = ["http://", "https://"]
    for scheme in schemes {
      let end = target.lowerBound + scheme.utf8CodeUnitCount
      guard end < target.upperBound, FieldLine.matches(bytes, target.lowerBound..<end, scheme) else { continue }
      hasAuthority = true
      var position = end
      while position < target.upperBound, !Self.endsAuthority(bytes[position]) { position += 1 }
      guard position > end else { break }
      // Credentials in front of the host mean nothing here (RFC 9110 §4.2.4).
      let host = (end..<position).last { bytes[$0] == UInt8(ascii: "@") }.map { $0 + 1 } ?? end
      guard FieldLine.isHost(bytes, host..<position) else { throw .host }
      return position
    }
    throw .bad("the request target is neither a path nor an http address")
  }

  private static func endsAuthority(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
  }

  private static func text(_ bytes: Span<UInt8>, _ range: Range<Int>) -> String {
    let part = bytes.extracting(range)
    return unsafe part.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}

extension FieldLine {
  /// Whether the bytes at `range` are `word` to the letter.
  static func matchesExactly(_ bytes: Span<UInt8>, _ range: Range<Int>, _ word: StaticString) -> Bool {
    guard range.count == word.utf8CodeUnitCount else { return false }
    return word.withUTF8Buffer { wanted in
      for offset in 0..<range.count where unsafe bytes[range.lowerBound + offset] != wanted[offset] { return false }
      return true
    }
  }
}
