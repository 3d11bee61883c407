import HTTP
import HTTPClient
import TestKit
import Testing

/// The headers that keep browsers careful, as they come out of the socket.
@Suite struct HeaderTests {
  private static let always: [(FieldName, String)] = [
    ("x-content-type-options", "nosniff"), ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"), ("permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ("strict-transport-security", "max-age=31536000; includeSubDomains"),
  ]

  private static func check(_ answer: ClientResponse, _ what: String, isFile: Bool = false) {
    for (name, value) in always { #expect(answer.headers.values(name) == [value], "\(what)") }
    // The address of an invitation is a secret: it is not even told to pages of this site.
    let referrer = what.contains("/invite/") ? "no-referrer" : "same-origin"
    #expect(answer.headers.values("referrer-policy") == [referrer], "\(what)")
    let policies = answer.headers.values("content-security-policy")
    #expect(policies.count == 1, "\(what)")
    #expect(policies.first?.contains("frame-ancestors 'none'") == true && policies.first?.contains("unsafe") == false, "\(what)")
    if !isFile || answer.status >= 400 { #expect(answer.headers["cache-control"] == "no-store", "\(what)") }
  }

  @Test(.database) func `every route, file, redirect, refusal and health answer carries them behind TLS`() async throws {
    let environment = ["INIT_ADMIN_TOKEN": SignedIn.token, "AUTOFLOW_PUBLIC_URL": "https://flow.example.com"]
    try await Stage.play(.init(serve: ["--no-worker"], environment: environment)) { stage in
      let routes = try await stage.product.run(["routes"]).output.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
      #expect(routes.count > 20)
      for route in routes {
        let method: HTTP.Method = route[0] == "POST" ? .post : .get
        let path = route[1].split(separator: "/").map { $0.hasPrefix(":") || $0.hasPrefix("*") ? "1" : String($0) }.joined(separator: "/")
        let answer = try await stage.product.http.send(
          method, "/" + path, body: method == .post ? [] : nil, headers: [("origin", "https://flow.example.com")])
        #expect(answer.status < 500, "\(route[1])")
        Self.check(answer, "\(route[0]) \(route[1])", isFile: route[2] == "static")
      }
      Self.check(try await stage.product.http.send(.get, "/nowhere"), "404")
      Self.check(try await stage.product.http.send(.post, "/livez", body: []), "405")
      let large = [UInt8](repeating: 0x61, count: 100_000)
      let refused = try await stage.product.http.send(.post, "/login", body: large)
      #expect(refused.status == 413)
      Self.check(refused, "413")
      let login = try await stage.product.http.send(.get, "/login")
      #expect(login.headers["content-security-policy"]?.hasPrefix("default-src 'self';") == true)
      let style = String(decoding: login.body, as: UTF8.self).split(separator: "\"").first { $0.hasSuffix(".css") }
      let file = try await stage.product.http.send(.get, String(try #require(style)))
      #expect(file.status == 200)
      Self.check(file, "a file", isFile: true)
      #expect(file.headers["cache-control"]?.contains("immutable") == true)
    }
  }
}
