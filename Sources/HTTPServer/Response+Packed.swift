package import HTTP

extension Response {
  /// Bytes: what fits into one packet gains nothing.
  private static let packingThreshold = 1200

  /// The same answer with its text as gzip, for somebody who takes that.
  ///
  /// Left alone: files, which bring packed variants and name them by `etag`, and streams. Packing secrets beside text that an attacker chooses
  /// gives them away by the length (BREACH, 2013): pages carry no token, and a secret is shown only in the answer to its own form.
  package func packed(for request: Request) -> Response {
    guard case .bytes(let bytes) = body, bytes.count >= Self.packingThreshold, isPlainText else { return self }
    var response = self
    response.headers.append("vary", "accept-encoding")
    guard ContentCoding.choose(request["accept-encoding"], among: [.gzip, .identity]) == .gzip,
      let packed = Compression.gzip(bytes, .fast), packed.count < bytes.count
    else { return response }
    response.headers.append("content-encoding", "gzip")
    response.body = .bytes(packed)
    return response
  }

  private var isPlainText: Bool {
    guard headers["etag"] == nil, headers["content-encoding"] == nil, let type = headers["content-type"] else { return false }
    return MediaType.isCompressible(type)
  }
}
