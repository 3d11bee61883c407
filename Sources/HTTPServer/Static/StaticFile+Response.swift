internal import HTTP

extension StaticFile {
  /// Answers GET and HEAD: conditions first (RFC 9110 §13.2.2), then ranges, else the whole file in the best coding.
  /// - Parameter caching: value of `cache-control`.
  func response(to request: Request, caching: FieldValue) -> Response {
    let range = request.method == .get ? request["range"] : nil
    let chosen = range == nil ? variant(accepting: request["accept-encoding"]) : identity
    if let known = request["if-none-match"], Self.list(known, names: chosen.tag) {
      return Response(.notModified, headers: headers(chosen, caching))
    }
    if let range, request["if-range"].map({ $0 == identity.tag }) ?? true {
      switch ByteRange(range, size: identity.bytes.count) {
      case .whole: break
      case .part(let part): return partial(part, caching)
      case .unsatisfiable:
        return Response(.rangeNotSatisfiable, headers: ["content-range": FieldValue("bytes */", identity.bytes.count)])
      }
    }
    return whole(range == nil ? chosen : variant(accepting: request["accept-encoding"]), caching)
  }

  private func whole(_ variant: Variant, _ caching: FieldValue) -> Response {
    var headers = headers(variant, caching)
    headers.append("content-type", FieldValue(type))
    headers.append("x-content-type-options", "nosniff")
    switch variant.coding {
    case .identity: headers.append("accept-ranges", "bytes")
    case .brotli, .gzip: headers.append("content-encoding", FieldValue(variant.coding.name))
    }
    return Response(.ok, headers: headers, body: .bytes(variant.bytes))
  }

  private func partial(_ part: Range<Int>, _ caching: FieldValue) -> Response {
    var headers = headers(identity, caching)
    headers.append("content-type", FieldValue(type))
    headers.append("x-content-type-options", "nosniff")
    let size = identity.bytes.count
    headers.append("content-range", FieldValue("bytes \(part.lowerBound)-\(part.upperBound - 1)/", size))
    return Response(.partialContent, headers: headers, body: .bytes(Array(identity.bytes[part])))
  }

  /// What 200, 206 and 304 have in common (RFC 9110 §15.4.5).
  private func headers(_ variant: Variant, _ caching: FieldValue) -> Headers {
    var headers: Headers = ["cache-control": caching, "etag": FieldValue(replacingForbiddenBytesIn: variant.tag)]
    if hasVariants { headers.append("vary", "accept-encoding") }
    return headers
  }

  /// Whether an `if-none-match` list holds `tag`, compared weakly (RFC 9110 §13.1.2).
  private static func list(_ known: String, names tag: String) -> Bool {
    known.split(separator: ",").contains { entry in
      let entry = entry.trimmingBlanks
      return entry == "*" || entry == tag || entry == "W/" + tag
    }
  }
}

extension FieldValue {
  fileprivate init(_ text: StaticString) { self.init(replacingForbiddenBytesIn: text.description) }
  fileprivate init(_ text: String, _ number: Int) { self.init(replacingForbiddenBytesIn: text + String(number)) }
}
