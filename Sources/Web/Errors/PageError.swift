internal import Messages

/// Why a page is not shown, beside what actions and the database say.
enum PageError: Error, Sendable {
  case badRequest(Message)
  case signInFirst(next: OwnPath?)
  /// The instance asks for a second factor, and this person has none.
  case secondFactorFirst
  case notFound
  case forbidden
  /// A change of a project that is archived.
  case archived
  /// A form that did not come from a page of this session.
  case crossSite
  /// Too many pages are open already.
  case busy
}
