import FoundationEssentials
import Messages
import TestKit
import Testing

/// Reads the sources: a word nobody says and a word nobody wrote are both mistakes.
@Suite struct UsedKeysTests {
  /// Keys that are put together from a part that varies: what stands here is their beginning.
  static let families = [
    "error.", "audit.", "delivery.", "flash.", "status.", "step.", "timeline.", "role.", "source.", "integration.", "finding.", "wait.",
    "theme.",
    "month.",
    "project.slug.", "palette.", "language.", "hold.", "linking.", "styleguide.", "settings.",
  ]

  private static func sources(_ folder: String, _ suffix: String) -> [String] {
    let root = TestFolders.root + "/" + folder
    guard let names = try? FileManager.default.subpathsOfDirectory(atPath: root) else { return [] }
    return names.filter { $0.hasSuffix(suffix) }.compactMap { try? String(contentsOfFile: root + "/" + $0, encoding: .utf8) }
  }

  @Test func `every message is used somewhere`() throws {
    let catalogue = try Catalogue(language: .english, folder: TestFolders.root + "/Templates/messages")
    let text = (Self.sources("Sources", ".swift") + Self.sources("Templates", ".mustache")).joined(separator: "\n")
    #expect(text.utf8.count > 100_000, "the sources were found")
    let quoted = Set(text.split { !($0.isASCII && ($0.isLetter || $0.isNumber || $0 == "." || $0 == "_" || $0 == "-")) }.map(String.init))
    let unused = catalogue.keys.filter { key in
      let name = PluralForm.allCases.reduce(key) { $0.hasSuffix("." + $1.rawValue) ? String($0.dropLast($1.rawValue.count + 1)) : $0 }
      let isKnown = [key, name].contains { quoted.contains($0) || quoted.contains("t." + $0) }
      return !isKnown && !Self.families.contains { key.hasPrefix($0) }
    }
    #expect(unused.sorted() == [])
  }

  @Test func `everything an audit is told has a sentence`() throws {
    let catalogue = try Catalogue(language: .english, folder: TestFolders.root + "/Templates/messages")
    let types = Set(
      Self.sources("Sources", ".swift").flatMap { $0.components(after: "AuditEvent(\"") }.map { String($0.prefix { $0 != "\"" }) })
    #expect(types.count > 8, "the sources were found")
    #expect(types.filter { !$0.contains("\\") && catalogue["audit." + $0] == nil }.sorted() == [])
  }

  @Test func `every key the sources name has a text`() throws {
    let catalogue = try Catalogue(language: .english, folder: TestFolders.root + "/Templates/messages")
    let keys = Set(catalogue.keys)
    var missing: [String] = []
    for text in Self.sources("Sources", ".swift") {
      for (opening, forms) in [("words(\"", [""]), ("Message(\"", ["", ".other"]), ("words.count(\"", [".other"])] {
        for part in text.components(after: opening) {
          let key = String(part.prefix { $0 != "\"" })
          // Of a family: the rest of the key varies.
          if key.contains("\\") || key.isEmpty || key.hasSuffix(".") { continue }
          if !forms.contains(where: { keys.contains(key + $0) }) { missing.append(key) }
        }
      }
    }
    #expect(missing.sorted() == [])
  }
}

extension String {
  /// What follows each occurrence.
  fileprivate func components(after opening: String) -> [Substring] {
    ranges(of: opening).map { self[$0.upperBound...] }
  }
}
