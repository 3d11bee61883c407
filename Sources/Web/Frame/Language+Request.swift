internal import HTTP
internal import Messages

extension Language {
  static let cookieName = "language"

  /// Makes pages without a session speak an account's language; nil leaves it to the browser again.
  static func cookie(_ language: Language?, isSecure: Bool) -> Cookie {
    Cookie(name: cookieName, value: language?.rawValue ?? "", maxAge: language == nil ? 0 : 365 * 86_400, isSecure: isSecure)
  }

  /// The language of a page without a session: what the browser's last account had chosen, else what the browser asks for.
  init(_ request: Request) {
    self = request.cookie(Self.cookieName).flatMap(Language.init(rawValue:)) ?? .preferred(request["accept-language"])
  }
}
