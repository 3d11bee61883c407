import HTTP
import HTTPClient

/// The first admin in a browser: made at `/init`, and logged in by it.
struct SignedIn: Sendable {
  static let token = "0123456789abcdef-for-tests"

  /// Name and value of the session's cookie.
  let cookie: String
  private let product: TestProduct

  /// The product must have been told `token` as `INIT_ADMIN_TOKEN`.
  init(_ product: TestProduct) async throws {
    let form = "token=\(Self.token)&username=tester&password=correct-horse-battery&password_confirmation=correct-horse-battery"
    let answer = try await Self.post("/init", form, product, [])
    let cookies = answer.headers.values("set-cookie").compactMap { $0.split(separator: ";").first.map(String.init) }
    guard answer.status == 303, let session = cookies.first(where: { $0.lowercased().contains("session") }) ?? cookies.first else {
      throw GaveUp(description: "/init answered \(answer.status): \(String(decoding: answer.body.prefix(2000), as: UTF8.self))")
    }
    self.product = product
    cookie = session
  }

  /// Sends a form, as a button of the page does.
  func press(_ target: String, _ form: String = "") async throws {
    let answer = try await Self.post(target, form, product, [("cookie", cookie)])
    guard answer.status == 303 else {
      throw GaveUp(description: "\(target) answered \(answer.status): \(String(decoding: answer.body.prefix(2000), as: UTF8.self))")
    }
  }

  func read(_ target: String) async throws -> String {
    let answer = try await product.http.send(.get, target, headers: [("cookie", cookie)])
    guard answer.status == 200 else { throw GaveUp(description: "\(target) answered \(answer.status)") }
    return String(decoding: answer.body, as: UTF8.self)
  }

  private static func post(
    _ target: String, _ form: String, _ product: TestProduct, _ fields: [(FieldName, String)]
  ) async throws -> ClientResponse {
    try await product.http.send(
      .post, target, body: Array(form.utf8), contentType: "application/x-www-form-urlencoded",
      headers: fields + [("origin", product.address), ("sec-fetch-site", "same-origin")])
  }
}
