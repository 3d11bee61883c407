import HTTPClient
import Testing

@Suite struct BaseURLTests {
  @Test(arguments: [
    ("https://app.asana.com/api/1.0", "app.asana.com", 443, "/api/1.0", "https://app.asana.com/api/1.0"),
    ("HTTP://Example.COM:8080/", "example.com", 8080, "", "http://example.com:8080"),
    ("http://127.0.0.1:80", "127.0.0.1", 80, "", "http://127.0.0.1"),
    ("http://[::1]:9000/a/b/", "::1", 9000, "/a/b", "http://[::1]:9000/a/b"),
    ("https://api.github.com", "api.github.com", 443, "", "https://api.github.com"),
    ("https://h/a%20b", "h", 443, "/a%20b", "https://h/a%20b"),
  ])
  func `an address is taken apart`(text: String, host: String, port: Int, path: String, printed: String) throws {
    let url = try BaseURL(parsing: text)
    #expect(url.host == host)
    #expect(url.port == port)
    #expect(url.pathPrefix == path)
    #expect(url.description == printed)
  }

  @Test(arguments: [
    ("ftp://host", BaseURL.ParseError.unknownScheme), ("host/path", .unknownScheme), ("", .unknownScheme),
    ("https:/host", .unknownScheme),
    ("file:///etc/passwd", .unknownScheme), ("https://user:secret@host", .hasUser), ("https://user@host/", .hasUser),
    ("https://host/?a=b", .hasQueryOrFragment), ("https://host/#top", .hasQueryOrFragment), ("https://", .badHost),
    ("https:///a", .badHost),
    ("https://:80", .badHost), ("https://ho st", .badHost), ("https://a..b", .badHost), ("https://host\r\nx", .badHost),
    ("https://hôst", .badHost), ("https://[::1", .badHost), ("https://[zz]:1", .badHost), ("https://host%2f", .badHost),
    ("https://host:", .badPort), ("https://host:0", .badPort), ("https://host:65536", .badPort), ("https://host:+80", .badPort),
    ("https://[::1]80", .badPort), ("https://host/a//b", .badPath), ("https://host/../b", .badPath), ("https://host/%2e%2E/b", .badPath),
    ("https://host/a b", .badPath), ("https://host/%zz", .badPath), ("https://host/a\\b", .badPath),
  ])
  func `a bad address is refused with its reason`(text: String, reason: BaseURL.ParseError) {
    #expect(throws: reason) { try BaseURL(parsing: text) }
  }
}
