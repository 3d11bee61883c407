internal import Actions
internal import HTTP
internal import Storage

/// What is told about an error: the one place where errors of all layers become status, title and text.
struct Failure: Sendable {
  let status: Status
  let title: String
  let text: String
  /// Seconds, for `Retry-After`.
  let retryAfter: Int?

  private init(_ status: Status, _ title: String, _ text: String, retryAfter: Int? = nil) {
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
    case .badRequest(let text): self.init(.badRequest, "Bad request", text)
    case .signInFirst: self.init(.unauthorized, "Sign in first", "This page is for people who are signed in.")
    case .notFound: self = .notFound
    case .forbidden: self = .forbidden
    case .crossSite:
      self.init(
        .forbidden, "The form was not accepted",
        "It did not come from a page of your session. Open the page again and send the form from there.")
    case .busy: self.init(.serviceUnavailable, "Too busy", "Too many pages are open. Try again in a moment.", retryAfter: 10)
    }
  }

  private init(_ error: ActionError) {
    switch error {
    case .forbidden: self = .forbidden
    case .notFound: self = .notFound
    case .gone: self.init(.gone, "Page is gone", "This page worked once and is not needed any more.")
    case .invalid(_, let message): self.init(.unprocessableContent, "Not accepted", message)
    case .wrongCredentials: self.init(.unprocessableContent, "Not signed in", "Username or password is wrong.")
    case .throttled(let seconds):
      self.init(.tooManyRequests, "Too many attempts", "Too many attempts. Try again in \(seconds) s.", retryAfter: seconds)
    case .overloaded: self.init(.serviceUnavailable, "Too busy", "Too much is waiting. Try again in a moment.", retryAfter: 5)
    }
  }

  private init(_ error: StorageError) {
    if case .notFound = error {
      self = .notFound
    } else if error.isOutage {
      self.init(
        .serviceUnavailable, "Database not reachable", "Nothing was lost: work goes on by itself as soon as it is back.", retryAfter: 5)
    } else {
      self = .unexpected
    }
  }

  /// For what the router finds missing.
  init(missing status: Status) {
    switch status {
    case .methodNotAllowed: self.init(status, "Not possible here", "This address exists, but it cannot be used in this way.")
    case .notFound: self = .notFound
    default: self.init(status, "Bad request", "The address is not well-formed.")
    }
  }

  private static let notFound = Failure(.notFound, "Page not found", "There is nothing at this address, or you may not see it.")
  private static let forbidden = Failure(.forbidden, "Not allowed", "You may look at this, but not change it. Ask an admin of the project.")
  private static let unexpected = Failure(
    .internalServerError, "Something went wrong", "It has been logged. The request id below helps to find it.")
}
