/// What the sandbox does wrong, on request, to the next API calls that match.
struct RequestFault: Sendable {
  enum Kind: String, Sendable, CaseIterable {
    /// 429 with `Retry-After` (GitHub: primary limit, remaining 0).
    case rateLimit = "rate_limit"
    /// GitHub's secondary limit: 403 with `Retry-After`.
    case secondaryLimit = "secondary_limit"
    /// 500, or the given status.
    case error
    /// The act takes place, the answer is an error.
    case errorAfter = "error_after"
    /// Answers late.
    case hang
    /// The act takes place at once, its answer comes late.
    case hangAfter = "hang_after"
    /// The connection ends without answer and without act.
    case cut
    /// The act takes place, then the connection ends without answer.
    case cutAfter = "cut_after"
  }

  let kind: Kind
  /// nil for both.
  let vendor: Vendor?
  let method: String?
  /// Path below the API's base; `*` stands for any characters. nil for every path.
  let path: String?
  var remaining: Int
  let status: Int?
  /// Seconds of `Retry-After`, or of hanging.
  let seconds: Int64

  func matches(_ vendor: Vendor, _ method: String, _ path: String) -> Bool {
    (self.vendor ?? vendor) == vendor && (self.method ?? method) == method && (self.path.map { Wildcard($0).matches(path) } ?? true)
  }
}

/// Pattern in which `*` stands for any run of characters.
struct Wildcard: Sendable {
  private let parts: [Substring]

  init(_ pattern: String) { parts = pattern.split(separator: "*", omittingEmptySubsequences: false) }

  func matches(_ text: String) -> Bool {
    guard let first = parts.first, text.hasPrefix(first) else { return false }
    var rest = text.dropFirst(first.count)
    if parts.count == 1 { return rest.isEmpty }
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let range = find(part, in: rest) else { return false }
      rest = rest[range.upperBound...]
    }
    return parts.last.map { rest.hasSuffix($0) } ?? true
  }

  private func find(_ part: Substring, in text: Substring) -> Range<Substring.Index>? {
    var start = text.startIndex
    while start < text.endIndex {
      if text[start...].hasPrefix(part) { return start..<text.index(start, offsetBy: part.count) }
      start = text.index(after: start)
    }
    return nil
  }
}
