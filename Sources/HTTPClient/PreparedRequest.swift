internal import HTTP

/// A request that was checked and turned into what libcurl takes.
struct PreparedRequest: Sendable {
  let method: String
  let url: String
  /// `name: value`, or `name;` for an empty value, or `name:` to leave out what libcurl would add.
  let headerLines: [String]
  let body: [UInt8]?
  let hostPort: HostPort
  let limits: ClientRequest.Limits

  /// RFC 9110 §9.2.2: only these may be sent again without being asked to.
  var isIdempotent: Bool { ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"].contains(method) }

  private static let framing: Set<FieldName> = [
    "host", "content-length", "transfer-encoding", "connection", "expect", "te", "trailer", "upgrade", "content-type", "accept-encoding",
    "proxy-authorization",
  ]

  /// - Throws: `.invalidRequest`.
  init(_ request: ClientRequest) throws(ClientError) {
    let name = request.method.rawValue
    guard !name.isEmpty, name.utf8.allSatisfy(ByteClass.isToken) else { throw .invalidRequest }
    guard request.body == nil || request.method != .head else { throw .invalidRequest }
    guard request.headers.fields.allSatisfy({ !Self.framing.contains($0.name) }) else { throw .invalidRequest }
    method = name
    url = try Self.url(of: request)
    headerLines = Self.headerLines(of: request)
    body = request.body
    hostPort = request.base.hostPort
    limits = request.limits
  }

  private static func url(of request: ClientRequest) throws(ClientError) -> String {
    var url = request.base.origin + request.base.pathPrefix
    for segment in request.path {
      guard !segment.isEmpty, segment != ".", segment != ".." else { throw .invalidRequest }
      url += "/" + PercentEncoding.encode(segment)
    }
    if request.path.isEmpty, request.base.pathPrefix.isEmpty { url += "/" }
    for (index, pair) in request.query.enumerated() {
      url += (index == 0 ? "?" : "&") + PercentEncoding.encode(pair.name) + "=" + PercentEncoding.encode(pair.value)
    }
    return url
  }

  private static func headerLines(of request: ClientRequest) -> [String] {
    var lines = request.headers.fields.map { line($0.name, $0.value) }
    if let type = request.contentType { lines.append(line("content-type", type)) } else { lines.append("content-type:") }
    // Without this libcurl waits for "100 Continue" before a large body.
    lines.append("expect:")
    return lines
  }

  private static func line(_ name: FieldName, _ value: FieldValue) -> String {
    value.text.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 } ? "\(name.text);" : "\(name.text): \(value.text)"
  }
}
