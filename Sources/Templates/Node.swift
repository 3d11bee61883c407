/// Part of a parsed template. Offsets and ranges are bytes of the template's source.
enum Node: Sendable {
  /// Start of a line that is printed: where the indentation of a partial goes.
  case lineStart
  case text(Range<Int>)
  case variable(Name, escaped: Bool)
  case section(Name, inverted: Bool, body: [Node])
  case partial(Name, indentation: Range<Int>)

  /// Name in a tag, and where the tag starts.
  struct Name: Sendable {
    let text: String
    let offset: Int
  }
}
