import FoundationEssentials
import Templates
import Testing

/// The published Mustache specification, kept beside the project for its developers; a checkout without it skips this.
@Suite struct MustacheVectorTests {
  private static let folder = "../shared/vectors/mustache"

  private struct File: Decodable {
    let tests: [Vector]
  }

  private struct Vector: Decodable {
    let name: String
    let template: String
    let expected: String
    let data: TemplateValue
    let partials: [String: String]?
  }

  @Test(
    .enabled(if: FileManager.default.fileExists(atPath: folder), "the folder ../shared is not here"),
    arguments: [("comments", 12), ("delimiters", 14), ("interpolation", 42), ("inverted", 22), ("partials", 12), ("sections", 34)])
  func `every example of the specification gives exactly its text`(file: String, count: Int) throws {
    let json = try Data(contentsOf: URL(filePath: "\(Self.folder)/\(file).json"))
    let vectors = try JSONDecoder().decode(File.self, from: json).tests
    #expect(vectors.count == count)
    for vector in vectors {
      let partials = try (vector.partials ?? [:]).reduce(into: [String: Template]()) { partials, partial in
        partials[partial.key] = try Template(name: partial.key, source: Array(partial.value.utf8))
      }
      let template = try Template(name: "main", source: Array(vector.template.utf8))
      var output: [UInt8] = []
      try LenientRenderer(partials: partials).render(template, vector.data, into: &output)
      #expect(output == Array(vector.expected.utf8), "\(file): \(vector.name): \(String(decoding: output, as: UTF8.self))")
    }
  }
}

extension TemplateValue: Decodable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .text(value)
    } else if let value = try? container.decode([TemplateValue].self) {
      self = .list(value)
    } else {
      self = .object(try container.decode([String: TemplateValue].self))
    }
  }
}
