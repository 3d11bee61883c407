/// How the bytes of a variant are packed (RFC 9110 §8.4.1), the best first.
enum ContentCoding: CaseIterable {
  case brotli, gzip, identity

  /// Token of `content-encoding` and `accept-encoding`.
  var name: StaticString {
    switch self {
    case .brotli: "br"
    case .gzip: "gzip"
    case .identity: "identity"
    }
  }

  /// Chooses among `available`, which holds `identity`, by the `accept-encoding` of a request (RFC 9110 §12.5.3).
  ///
  /// The highest weight wins, then the smaller variant. When nothing is acceptable the file is sent as it is, which the RFC allows.
  static func choose(_ accepted: String?, among available: [ContentCoding]) -> ContentCoding {
    guard let accepted else { return .identity }
    let weights = QualityList(accepted)
    var best: (coding: ContentCoding, weight: Int) = (.identity, 0)
    for coding in allCases where available.contains(coding) {
      // Not named, `identity` is acceptable but the last choice.
      let weight = weights[coding.name] ?? (coding == .identity ? 0 : weights["*"] ?? 0)
      if weight > best.weight { best = (coding, weight) }
    }
    return best.coding
  }
}

/// Weighted list such as `gzip;q=0.8, *;q=0` (RFC 9110 §12.4.2). An entry with a malformed weight counts as refused.
struct QualityList {
  /// Thousandths.
  private var weights: [Substring: Int] = [:]

  init(_ text: String) {
    for entry in text.lowercased().split(separator: ",") {
      let parts = entry.split(separator: ";").map { $0.trimmingBlanks }
      guard let name = parts.first, !name.isEmpty else { continue }
      let quality = parts.dropFirst().first { $0.hasPrefix("q=") }
      weights[name] = quality.map { Self.thousandths($0.dropFirst(2)) } ?? 1000
    }
  }

  /// - Parameter name: lower case.
  subscript(name: StaticString) -> Int? { weights[Substring(name.description)] }

  /// `0`, `0.5`, `1.000`: one digit, and at most three behind the point.
  private static func thousandths(_ text: Substring) -> Int {
    let bytes = Array(text.utf8)
    guard let first = bytes.first, first == 48 || first == 49, bytes.count <= 5 else { return 0 }
    if bytes.count == 1 { return first == 49 ? 1000 : 0 }
    guard bytes[1] == UInt8(ascii: "."), bytes[2...].allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return 0 }
    let fraction = (bytes[2...] + [48, 48, 48]).prefix(3).reduce(0) { $0 * 10 + Int($1 - 48) }
    return min(1000, Int(first - 48) * 1000 + fraction)
  }
}

extension Substring {
  /// Without spaces and tabs at both ends.
  var trimmingBlanks: Substring {
    var rest = self
    while rest.first == " " || rest.first == "\t" { rest.removeFirst() }
    while rest.last == " " || rest.last == "\t" { rest.removeLast() }
    return rest
  }
}
