internal import HTTP
internal import Messages

/// `/theme`: keeps the choice of colours and goes back to where it was made.
struct ThemeScreen: Sendable {
  let site: Site

  func routes(_ gate: Gate) -> [Route] {
    [
      gate.signedInFormAnyway("/theme", "theme") { _, form in
        guard let theme = Theme(rawValue: form["theme"]) else { throw PageError.badRequest(Message("error.theme")) }
        return .seeOther(OwnPath(form["back"])?.text ?? "/app").setting(theme.cookie(isSecure: site.isSecure))
      }
    ]
  }
}
