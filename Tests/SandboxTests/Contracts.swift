import FoundationEssentials
import Sandbox
import Testing

/// Vendors' descriptions, kept beside the project for its developers; a checkout without them skips what needs them.
enum Contracts {
  static let root = "../shared/contracts/data"
  static let absence: Comment = "the folder ../shared is not here"
  static var isHere: Bool { FileManager.default.fileExists(atPath: root) }

  static func document(_ path: String) throws -> JSONValue {
    try #require(JSONValue(parsing: Array(try Data(contentsOf: URL(filePath: "\(root)/\(path)")))))
  }
}

/// As much of JSON Schema as the vendors' descriptions use: types, required members, enumerations, references and combinations.
struct SchemaCheck {
  private let members: [String: JSONValue]

  /// - Parameter container: path of the schemas inside the document, such as `components/schemas`.
  init(_ document: JSONValue, at container: [String]) {
    let schemas = container.reduce(document) { $0[$1] ?? .null }
    members = Dictionary((schemas.members ?? []).map { ($0.key, $0.value) }) { first, _ in first }
  }

  /// - Returns: what is wrong, each with its place in the value.
  func faults(_ value: JSONValue, _ name: String) -> [String] {
    guard let schema = members[name] else { return ["no schema \(name)"] }
    return faults(value, schema, at: name, depth: 0)
  }

  private func faults(_ value: JSONValue, _ schema: JSONValue, at place: String, depth: Int) -> [String] {
    guard depth < 40 else { return [] }
    if let reference = schema["$ref"]?.string, let name = reference.split(separator: "/").last {
      return members[String(name)].map { faults(value, $0, at: place, depth: depth + 1) } ?? []
    }
    for key in ["anyOf", "oneOf"] {
      guard let choices = schema[key]?.array, !choices.isEmpty else { continue }
      let results = choices.map { faults(value, $0, at: place, depth: depth + 1) }
      if results.contains(where: \.isEmpty) { return [] }
      return results.min { $0.count < $1.count } ?? []
    }
    let all = (schema["allOf"]?.array ?? []).flatMap { faults(value, $0, at: place, depth: depth + 1) }
    return all + typeFaults(value, schema, at: place) + enumFaults(value, schema, at: place)
      + memberFaults(value, schema, at: place, depth: depth) + itemFaults(value, schema, at: place, depth: depth)
  }

  private func typeFaults(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
    guard let type = schema["type"] else { return [] }
    let types = type.array?.compactMap(\.string) ?? [type.string ?? ""]
    let fits = types.contains { name in
      switch (name, value) {
      case ("null", .null), ("boolean", .bool), ("integer", .integer), ("number", .integer), ("number", .number), ("string", .string),
        ("array", .array), ("object", .object):
        true
      default: false
      }
    }
    return fits ? [] : ["\(place): not \(types.joined(separator: " or "))"]
  }

  private func enumFaults(_ value: JSONValue, _ schema: JSONValue, at place: String) -> [String] {
    guard let values = schema["enum"]?.array else { return [] }
    return values.contains(value) ? [] : ["\(place): not one of the enumeration"]
  }

  private func memberFaults(_ value: JSONValue, _ schema: JSONValue, at place: String, depth: Int) -> [String] {
    guard let members = value.members else { return [] }
    let required = schema["required"]?.array?.compactMap(\.string) ?? []
    let missing = required.filter { name in !members.contains { $0.key == name } }.map { "\(place).\($0): missing" }
    return missing
      + members.flatMap { member in
        schema["properties"]?[member.key].map { faults(member.value, $0, at: "\(place).\(member.key)", depth: depth + 1) } ?? []
      }
  }

  private func itemFaults(_ value: JSONValue, _ schema: JSONValue, at place: String, depth: Int) -> [String] {
    guard let items = schema["items"], let values = value.array else { return [] }
    return values.enumerated().flatMap { faults($0.element, items, at: "\(place)[\($0.offset)]", depth: depth + 1) }
  }
}
