/// Why the files of messages cannot be used; says where.
package enum MessageError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The folder of a language holds no file, or a file cannot be read.
  case unreadable(String)
  /// A line without ` = `.
  case malformed(file: String, line: Int)
  /// A key that stands in the files of a language twice.
  case duplicate(key: String, file: String, line: Int)
  /// A key that one language has and another has not, a plural form included.
  case missing(key: String, language: Language)
  /// A text whose places differ from those of the English one.
  case places(key: String, language: Language)

  package var description: String {
    switch self {
    case .unreadable(let path): "\(path): no messages can be read there"
    case .malformed(let file, let line): "\(file):\(line): a line should be `key = text`, a comment after `#`, or empty"
    case .duplicate(let key, let file, let line): "\(file):\(line): the key \(key) stands here a second time"
    case .missing(let key, let language): "messages/\(language.rawValue): the key \(key) is missing"
    case .places(let key, let language): "messages/\(language.rawValue): \(key) has other {places} than in English"
    }
  }
}
