import Glibc
import Synchronization
import Templates
import Testing

@Suite struct ReloadTests {
  /// Clock that moves only when told.
  private final class Hand: Sendable {
    private let time = Mutex(ContinuousClock.now)
    var now: ContinuousClock.Instant { time.withLock { $0 } }

    func advance(by duration: Duration) {
      time.withLock { $0 += duration }
    }
  }

  /// Folder of its own that goes with the value.
  private final class Folder {
    let path: String

    init() throws {
      var template = Array("/tmp/templates-XXXXXX".utf8CString)
      let made = try #require(mkdtemp(&template))
      path = String(cString: made)
      try #require(mkdir("\(path)/web", 0o700) == 0)
    }

    deinit {
      for name in ["web/page", "web/row", "web/.hidden"] { unlink("\(path)/\(name).mustache") }
      unlink("\(path)/web/readme.txt")
      rmdir("\(path)/web")
      rmdir(path)
    }

    /// Writes a file beside and renames it, as editors do: the new file has another inode.
    func write(_ text: String, to name: String) throws {
      let file = try #require(fopen("\(path)/new", "w"))
      fputs(text, file)
      fclose(file)
      try #require(rename("\(path)/new", "\(path)/\(name)") == 0)
    }
  }

  private func text(_ page: PageTemplate<Board>) -> String {
    var output: [UInt8] = []
    page.render(Board(), into: &output)
    return String(decoding: output, as: UTF8.self)
  }

  @Test func `a folder is read with its subfolders, without hidden and other files`() throws {
    let folder = try Folder()
    try folder.write("page", to: "web/page.mustache")
    try folder.write("row", to: "web/row.mustache")
    try folder.write("{{", to: "web/.hidden.mustache")
    try folder.write("{{", to: "web/readme.txt")
    let sources = try TemplateFolder(path: folder.path).sources()
    #expect(sources.map(\.name) == ["web/page", "web/row"])
    #expect(sources.map(\.bytes) == [Array("page".utf8), Array("row".utf8)])
  }

  @Test func `a folder that is not there is a fault`() {
    let error = #expect(throws: TemplateError.self) { try TemplateFolder(path: "/nonexistent").sources() }
    #expect(error?.reason == .unreadableFolder(errno: ENOENT))
  }

  @Test func `changed files are read again after a second, broken ones give a page with the fault`() throws {
    let folder = try Folder()
    let hand = Hand()
    try folder.write("1 {{> web/row}}", to: "web/page.mustache")
    try folder.write("{{title}}", to: "web/row.mustache")
    let store = try TemplateStore(
      folder: TemplateFolder(path: folder.path), unescaped: [], reload: .whenChanged(now: { hand.now }))
    let page = try store.page("web/page", layout: nil, of: Board.self)
    #expect(text(page) == "1 Board")

    try folder.write("{{count}}", to: "web/row.mustache")
    hand.advance(by: .milliseconds(999))
    #expect(text(page) == "1 Board")
    hand.advance(by: .milliseconds(1))
    #expect(text(page) == "1 3")

    try folder.write("{{cuont}}", to: "web/row.mustache")
    hand.advance(by: .seconds(1))
    #expect(text(page).contains("web/row.mustache:1:1: unknown key &quot;cuont&quot; in Board"))

    try folder.write("{{#title}}", to: "web/row.mustache")
    hand.advance(by: .seconds(1))
    #expect(text(page).contains("web/row.mustache:1:1: section &quot;title&quot; is never closed"))

    unlink("\(folder.path)/web/row.mustache")
    hand.advance(by: .seconds(1))
    #expect(text(page).contains("web/page.mustache:1:3: unknown partial &quot;web/row&quot;"))

    try folder.write("mended", to: "web/row.mustache")
    hand.advance(by: .seconds(1))
    #expect(text(page) == "1 mended")
  }

  @Test func `without reloading a change is not seen`() throws {
    let folder = try Folder()
    try folder.write("before", to: "web/page.mustache")
    let store = try TemplateStore(folder: TemplateFolder(path: folder.path), unescaped: [], reload: .never)
    let page = try store.page("web/page", layout: nil, of: Board.self)
    try folder.write("after", to: "web/page.mustache")
    #expect(text(page) == "before")
  }

  @Test func `a broken template at the start is thrown, also when reloading`() throws {
    let folder = try Folder()
    try folder.write("{{x", to: "web/page.mustache")
    #expect(throws: TemplateError(template: "web/page", position: SourcePosition(line: 1, column: 1), reason: .unclosedTag)) {
      try TemplateStore(folder: TemplateFolder(path: folder.path), unescaped: [], reload: .whenChanged(now: { .now }))
    }
  }
}
