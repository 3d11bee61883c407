internal import Actions
internal import HTTP
internal import Messages
internal import Storage

/// What is told about an error: the one place where errors of all layers become status, title and text.
struct Failure: Sendable {
  let status: Status
  let title: Message
  let text: Message
  /// Seconds, for `Retry-After`.
  let retryAfter: Int?

  private init(_ status: Status, _ title: Message, _ text: Message, retryAfter: Int? = nil) {
    self.status = status
    self.title = title
    self.text = text
    self.retryAfter = retryAfter
  }

  init(_ error: any Error) {
    switch error {
    case let error as PageError: self.init(error)
    case let error as ActionError: self.init(error)
    default: self = StorageError(error).map(Failure.init) ?? .unexpected
    }
  }

  private init(_ error: PageError) {
    switch error {
    case .badRequest(let text): self.init(.badRequest, Message("error.bad_request"), text)
    case .signInFirst: self.init(.unauthorized, "sign_in")
    case .secondFactorFirst: self.init(.forbidden, "second_factor")
    case .notFound: self = .notFound
    case .forbidden: self = .forbidden
    case .archived: self = .archived
    case .crossSite:
      self.init(.forbidden, "cross_site")
    case .busy: self.init(.serviceUnavailable, "pages", retryAfter: 10)
    }
  }

  private init(_ error: ActionError) {
    switch error {
    case .forbidden: self = .forbidden
    case .notFound: self = .notFound
    case .gone: self.init(.gone, "gone")
    case .invalid(_, let message): self.init(.unprocessableContent, Message("error.invalid"), message)
    case .wrongCredentials: self.init(.unprocessableContent, "credentials")
    case .throttled(let seconds):
      self.init(
        .tooManyRequests, Message("error.throttled.title"), Message("error.throttled.text", count: seconds), retryAfter: seconds)
    case .overloaded: self.init(.serviceUnavailable, "overloaded", retryAfter: 5)
    }
  }

  private init(_ error: StorageError) {
    if case .notFound = error {
      self = .notFound
    } else if case .archived = error {
      self = .archived
    } else if error.isOutage {
      self.init(.serviceUnavailable, "database", retryAfter: 5)
    } else {
      self = .unexpected
    }
  }

  /// For what the router finds missing.
  init(missing status: Status) {
    switch status {
    case .methodNotAllowed: self.init(status, "method")
    case .notFound: self = .notFound
    default: self.init(status, Message("error.bad_request"), Message("error.address"))
    }
  }

  private static let notFound = Failure(.notFound, "not_found")
  private static let forbidden = Failure(.forbidden, "forbidden")
  private static let archived = Failure(.forbidden, "archived")
  private static let unexpected = Failure(.internalServerError, "unexpected")

  /// With the messages `error.NAME.title` and `error.NAME.text`.
  private init(_ status: Status, _ name: String, retryAfter: Int? = nil) {
    self.init(status, Message("error.\(name).title"), Message("error.\(name).text"), retryAfter: retryAfter)
  }
}
