internal import HTTP

/// The secret in a session's cookie.
struct SessionToken: Sendable {
  let text: String

  /// 32 bytes in base 64.
  private static let length = 43

  /// - Returns: nil for what this program never issues, so that it costs no look-up.
  init?(_ text: String?) {
    guard let text, text.utf8.count == Self.length, text.utf8.allSatisfy(ByteClass.isUnreserved) else { return nil }
    self.text = text
  }
}

extension Site {
  /// `__Host-` binds the cookie to this host and to TLS (RFC 6265bis §4.1.3); without TLS browsers refuse such a name.
  var sessionCookieName: String { isSecure ? "__Host-session" : "session" }

  func sessionToken(of request: Request) -> SessionToken? { SessionToken(request.cookie(sessionCookieName)) }

  func sessionCookie(_ token: String, lifetime: Duration) -> Cookie {
    Cookie(name: sessionCookieName, value: token, maxAge: Int(lifetime.components.seconds), isSecure: isSecure)
  }

  /// Of a log-in that waits for its second factor.
  private var challengeCookieName: String { isSecure ? "__Host-login" : "login" }

  func challenge(of request: Request) -> SessionToken? { SessionToken(request.cookie(challengeCookieName)) }

  func challengeCookie(_ token: String, lifetime: Duration) -> Cookie {
    Cookie(name: challengeCookieName, value: token, maxAge: Int(lifetime.components.seconds), isSecure: isSecure)
  }

  var endedChallengeCookie: Cookie { Cookie(name: challengeCookieName, value: "", maxAge: 0, isSecure: isSecure) }

  var endedSessionCookie: Cookie { Cookie(name: sessionCookieName, value: "", maxAge: 0, isSecure: isSecure) }
}
