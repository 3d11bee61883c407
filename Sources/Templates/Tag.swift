/// One tag as it stands in the source.
struct Tag {
  /// Offset of the opening delimiter.
  let offset: Int
  /// Offset just behind the closing delimiter.
  let end: Int
  let kind: Kind

  enum Kind {
    case comment
    case delimiters(opening: [UInt8], closing: [UInt8])
    case variable(String, escaped: Bool)
    case section(String, inverted: Bool)
    case closing(String)
    case partial(String)
  }

  /// Whether a line with nothing else on it disappears from the output; everything but a variable.
  var canStandAlone: Bool {
    if case .variable = kind { false } else { true }
  }
}
