import HTTP
import TestKit
import Testing

extension AccessTests {
  /// What each visitor gets of a route. One line for each: the kind says who is let in, `ok` what those get.
  struct Row: CustomTestStringConvertible, Sendable {
    /// `GET /p/:slug`
    let route: String
    /// As the route table prints it.
    let access: String
    /// Address that is asked for; `{task}` and the like are filled in, see `World`.
    let target: String
    let fields: [(String, String)]
    /// In the order of the visitors.
    let statuses: [Int]

    var testDescription: String { target.hasSuffix(route.drop { $0 != "/" }) ? route : "\(route) at \(target)" }
    var method: HTTP.Method { route.hasPrefix("POST") ? .post : .get }

    private init(_ route: String, _ access: String, _ target: String?, _ fields: [(String, String)], _ statuses: [Int]) {
      self.route = route
      self.access = access
      self.target = target ?? String(route.drop { $0 != "/" }).replacing(":slug", with: "access")
      self.fields = fields
      self.statuses = statuses
    }

    /// For anybody.
    static func open(_ route: String, at target: String? = nil, _ fields: [(String, String)] = [], ok: Int, signedIn: Int? = nil) -> Row {
      Row(route, "public", target, fields, [ok] + Array(repeating: signedIn ?? ok, count: 6))
    }

    /// For whoever is signed in.
    static func signedIn(_ route: String, at target: String? = nil, _ fields: [(String, String)] = [], ok: Int? = nil) -> Row {
      Row(route, "signed-in", target, fields, [303] + Array(repeating: usual(route, ok), count: 6))
    }

    static func viewer(_ route: String, at target: String? = nil, _ fields: [(String, String)] = [], ok: Int? = nil) -> Row {
      let ok = usual(route, ok)
      return Row(route, "viewer", target, fields, [303, 404, ok, ok, ok, ok, 404])
    }

    static func editor(_ route: String, at target: String? = nil, _ fields: [(String, String)] = [], ok: Int? = nil) -> Row {
      let ok = usual(route, ok)
      return Row(route, "editor", target, fields, [303, 404, 403, ok, ok, ok, 404])
    }

    static func admin(_ route: String, at target: String? = nil, _ fields: [(String, String)] = [], ok: Int? = nil) -> Row {
      let ok = usual(route, ok)
      return Row(route, "admin", target, fields, [303, 404, 403, 403, ok, ok, 404])
    }

    /// For an admin of the instance; for anybody else it does not exist.
    static func instance(_ route: String, at target: String? = nil, _ fields: [(String, String)] = [], ok: Int? = nil) -> Row {
      Row(route, "instance-admin", target, fields, [303, 404, 404, 404, 404, usual(route, ok), 404])
    }

    /// What no kind fits.
    static func of(
      _ access: String, _ route: String, at target: String? = nil, _ fields: [(String, String)] = [], statuses: [Int]
    ) -> Row {
      Row(route, access, target, fields, statuses)
    }

    /// A page is shown, a form leads to a page.
    private static func usual(_ route: String, _ ok: Int?) -> Int { ok ?? (route.hasPrefix("POST") ? 303 : 200) }
  }
}
