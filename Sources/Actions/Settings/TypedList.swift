/// Values typed into one field, one a line or with commas or blanks between them.
enum TypedList {
  static func items(_ text: String) -> [String] { text.split { $0.isWhitespace || $0 == "," || $0 == ";" }.map(String.init) }
}
