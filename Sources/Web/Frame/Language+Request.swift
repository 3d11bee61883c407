internal import HTTP
internal import Messages

extension Language {
  static let cookieName = "language"

  /// The language of a page without a session: what the browser's last account had chosen, else what the browser asks for.
  init(_ request: Request) {
    self = request.cookie(Self.cookieName).flatMap(Language.init(rawValue:)) ?? .preferred(request["accept-language"])
  }
}
