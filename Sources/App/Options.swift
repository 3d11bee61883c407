/// Arguments after the command's name: `--name value`, `--flag` and plain words.
struct Options {
  private var values: [String: String] = [:]
  private var flags: Set<String> = []
  private(set) var words: [String] = []

  /// - Throws: for an option the command does not have, or one without its value.
  init(_ arguments: [String], values valued: Set<String> = [], flags known: Set<String> = []) throws(ConfigurationError) {
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      if valued.contains(argument) {
        guard let value = rest.popFirst() else { throw ConfigurationError(argument, "followed by a value") }
        values[argument] = value
      } else if known.contains(argument) {
        flags.insert(argument)
      } else if argument.hasPrefix("-") {
        throw ConfigurationError(argument, "one of \((valued.union(known)).sorted().joined(separator: ", "))")
      } else {
        words.append(argument)
      }
    }
  }

  subscript(name: String) -> String? { values[name] }

  func has(_ flag: String) -> Bool { flags.contains(flag) }

  func number(_ name: String) throws(ConfigurationError) -> Int? {
    guard let text = values[name] else { return nil }
    guard let number = Int(text), number >= 0 else { throw ConfigurationError(name, "a whole number") }
    return number
  }
}
