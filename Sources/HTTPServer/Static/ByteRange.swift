/// What a `range` header asks for (RFC 9110 §14.2).
enum ByteRange: Equatable {
  /// No range this server serves: the header is ignored and the whole file sent.
  case whole
  case part(Range<Int>)
  /// 416
  case unsatisfiable

  /// - Parameters:
  ///   - text: `bytes=a-b`, `bytes=a-` or `bytes=-n`; several ranges are not worth their multipart answer.
  ///   - size: bytes of the file.
  init(_ text: String, size: Int) {
    self = .whole
    guard text.utf8.count < 64, text.lowercased().hasPrefix("bytes=") else { return }
    let bounds = text.dropFirst(6).trimmingBlanks.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
    guard bounds.count == 2 else { return }
    switch (Self.number(bounds[0]), Self.number(bounds[1])) {
    case (.some(let first), .some(let last)) where first <= last:
      self = first < size ? .part(first..<min(last, size - 1) + 1) : .unsatisfiable
    case (.some(let first), nil) where bounds[1].isEmpty:
      self = first < size ? .part(first..<size) : .unsatisfiable
    case (nil, .some(let count)) where bounds[0].isEmpty:
      self = count > 0 && size > 0 ? .part(max(0, size - count)..<size) : .unsatisfiable
    default: return
    }
  }

  /// Digits only; what does not fit is as good as the largest number.
  private static func number(_ text: Substring) -> Int? {
    guard !text.isEmpty, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
    return Int(text) ?? .max - 1
  }
}
