/// Why a project file cannot be applied; says where and what belongs there.
package struct ProjectFileError: Error, Equatable, CustomStringConvertible {
  package let description: String

  init(_ description: String) { self.description = description }

  init(_ error: any Error) {
    switch error {
    case let error as UnknownKey: description = "unknown key '\(error.path)'"
    case DecodingError.keyNotFound(let key, let context):
      description = "'\(Self.path(context.codingPath + [key]))' is missing"
    case DecodingError.typeMismatch(let type, let context):
      description = "'\(Self.path(context.codingPath))' should be of type \(type)"
    case DecodingError.valueNotFound(_, let context): description = "'\(Self.path(context.codingPath))' is null"
    case let error as ProjectFileError: description = error.description
    default: description = "the file is not valid JSON"
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
  }
}
