internal import FoundationEssentials

/// The process environment; empty values count as not set.
struct Variables: Sendable {
  private let values: [String: String]

  init(_ values: [String: String]) { self.values = values }

  static var current: Variables { Variables(ProcessInfo.processInfo.environment) }

  subscript(name: String) -> String? {
    values[name].flatMap { $0.isEmpty ? nil : $0 }
  }

  func required(_ name: String, _ shape: String) throws(ConfigurationError) -> String {
    guard let value = self[name] else { throw ConfigurationError(name, shape) }
    return value
  }

  func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String, of type: Choice.Type
  ) throws(ConfigurationError) -> Choice? where Choice.RawValue == String {
    guard let text = self[name] else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw ConfigurationError(name, Choice.allCases.map(\.rawValue).joined(separator: ", "))
    }
    return choice
  }
}

/// A variable or option that is missing or malformed; ends the program with exit code 2.
struct ConfigurationError: Error, CustomStringConvertible {
  let description: String

  init(description: String) { self.description = description }

  /// - Parameter shape: what the value should look like.
  init(_ name: String, _ shape: String) { description = "\(name) is missing or malformed; it should be: \(shape)" }
}

/// The work of a command failed; ends the program with exit code 1.
struct CommandFailure: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
