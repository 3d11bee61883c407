import FoundationEssentials
import TestKit
import Testing

@testable import Web

@Suite(.database, .serialized) struct StyleguideTests {
  @Test func `the style page is there in development only`() async throws {
    #expect(try await WebFixture(showsStyleguide: false).get("/styleguide").status == 404)
    #expect(try await WebFixture(showsStyleguide: true).get("/styleguide").status == 200)
  }

  @Test(arguments: [("en", "Style guide"), ("ru", "Стиль")])
  func `it shows every component in both themes and the language asked for`(language: String, title: String) async throws {
    let page = try await WebFixture(showsStyleguide: true).get("/styleguide?language=\(language)").page
    #expect(page.faults == [])
    #expect(page.contains("<h1>\(title)</h1>"))
    #expect(page.all("html").first?["lang"] == language)
    #expect(page.all("div").compactMap { $0["data-theme"] } == ["light", "dark"])
  }

  @Test func `it shows every icon and every colour there is`() throws {
    let sprite = try String(contentsOfFile: TestFolders.root + "/Templates/icons/sprite.mustache", encoding: .utf8)
    for name in StyleguideModel.icons { #expect(sprite.contains("<symbol id=\"i-\(name)\""), "\(name)") }
    let known = Set(StyleguideModel.icons)
    let drawn = sprite.split(separator: "<symbol id=\"i-").dropFirst().map { String($0.prefix { $0 != "\"" }) }
    let families = ["tone-", "status-", "step-"]
    #expect(drawn.filter { name in !known.contains(name) && !families.contains { name.hasPrefix($0) } } == [])
    let tokens = try String(contentsOfFile: TestFolders.root + "/Public/css/tokens.css", encoding: .utf8)
    for name in StyleguideModel.colours { #expect(tokens.contains("--color-\(name):"), "\(name)") }
  }
}
