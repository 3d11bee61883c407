import FoundationEssentials
import TestKit
import Testing

@testable import Web

/// Reads the templates: a word that stands in one is a word that one language does not get.
@Suite struct TemplateWordsTests {
  /// Names, and commands in `<code>`, which is not read.
  private static let names: Set<String> = [
    "Auto", "Flow", "Asana", "GitHub", "API", "Payload", "URL", "Content", "type", "Secret", "Events", "Esc", "Ctrl", "Enter",
  ]
  /// Read by whoever develops, in English.
  private static let ofDevelopers: Set<String> = ["sandbox", "styleguide"]

  private static func templates() throws -> [(name: String, content: String)] {
    let root = TestFolders.root + "/Templates"
    let names = try FileManager.default.subpathsOfDirectory(atPath: root).filter { name in
      name.hasSuffix(".mustache") && !ofDevelopers.contains { name.hasPrefix($0) }
    }
    return try names.sorted().map { ($0, try String(contentsOfFile: root + "/" + $0, encoding: .utf8)) }
  }

  /// The template without its tags and comments, so that only what it says itself remains.
  private static func withoutTags(_ content: String) -> String {
    var rest = content[...]
    var plain = ""
    while let open = rest.firstRange(of: "{{"), let close = rest[open.upperBound...].firstRange(of: "}}") {
      plain += rest[..<open.lowerBound]
      rest = rest[close.upperBound...]
    }
    return plain + rest
  }

  @Test func `no word stands in a template`() throws {
    let templates = try Self.templates()
    #expect(templates.count > 15, "the templates were found")
    for (name, content) in templates {
      let said = HTMLPage(Self.withoutTags(content)).spoken.filter { text in
        !text.split { !$0.isLetter }.allSatisfy { $0.count == 1 || Self.names.contains(String($0)) }
      }
      #expect(said == [], "\(name)")
    }
  }
}
