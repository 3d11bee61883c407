import Testing

@testable import Web

@Suite struct BrowserNameTests {
  static let cases: [(agent: String?, name: String)] = [
    ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
    ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36", "Chrome, Windows"),
    (
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
      "Edge, Windows"
    ),
    (
      "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
      "Safari, iPhone"
    ),
    (
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
      "Safari, macOS"
    ),
    ("Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36", "Chrome, Android"),
    ("curl/8.14.1", "curl"), ("something else", ""), ("", ""), (nil, ""),
    (String(repeating: "x", count: 600) + "Firefox/1 Linux", ""),
  ]

  @Test(arguments: cases) func `a browser is named as people name it`(row: (agent: String?, name: String)) {
    #expect(BrowserName.text(row.agent) == row.name)
  }
}
