internal import Domain
internal import HTTP
internal import Messages
internal import Storage

/// A request of anybody.
struct Visitor: Sendable {
  let request: Request
  let query: FormFields
  /// Of the cookie; whether there is such a session was not asked.
  let session: SessionToken?
  /// Of the cookie of a log-in that waits for its second factor.
  let challenge: SessionToken?
  /// In the language of the browser.
  let words: Words

  fileprivate init(_ request: Request, _ site: Site, _ catalogues: Catalogues) throws(PageError) {
    guard let query = request.query else { throw .badRequest(Message("error.address")) }
    self.request = request
    self.query = query
    session = site.sessionToken(of: request)
    challenge = site.challenge(of: request)
    words = catalogues.words(Language(request))
  }

  /// Path and query, to come back to.
  var address: String { request.path + (request.head.query.map { "?" + $0 } ?? "") }
}

/// A request of somebody who is signed in.
struct SignedIn: Sendable {
  let visitor: Visitor
  let session: SessionToken
  let user: SessionStore.User
  /// In the language of the account, else that of the browser.
  let words: Words

  fileprivate init(_ visitor: Visitor, _ session: SessionToken, _ user: SessionStore.User, _ catalogues: Catalogues) {
    self.visitor = visitor
    self.session = session
    self.user = user
    words = user.language.flatMap(Language.init(rawValue:)).map(catalogues.words) ?? visitor.words
  }
}

/// A request of a member inside a project. Handlers that take one can only be listed with a role, because only `Gate` makes them.
struct InProject: Sendable {
  let signedIn: SignedIn
  let membership: SessionStore.Membership
  let slug: String

  fileprivate init(_ signedIn: SignedIn, _ membership: SessionStore.Membership, slug: String) {
    self.signedIn = signedIn
    self.membership = membership
    self.slug = slug
  }

  var request: Request { signedIn.visitor.request }
  var query: FormFields { signedIn.visitor.query }
  var words: Words { signedIn.words }
  var path: String { "/p/" + slug }
  var canAct: Bool { membership.role >= .editor && !membership.isArchived }
}

/// A request of an admin of the instance.
struct InstanceAdmin: Sendable {
  let signedIn: SignedIn

  fileprivate init(_ signedIn: SignedIn) throws(PageError) {
    guard signedIn.user.isAdmin else { throw .notFound }
    self.signedIn = signedIn
  }

  var request: Request { signedIn.visitor.request }
  var query: FormFields { signedIn.visitor.query }
  var words: Words { signedIn.words }
}

/// Makes routes. What a handler takes is its access rule: it can only be called with a context that was checked here.
struct Gate: Sendable {
  let sessions: SessionStore
  let site: Site
  let errors: ErrorPages
  let catalogues: Catalogues

  // MARK: Routes

  /// `public`: a page for anybody.
  func open(_ pattern: RoutePattern, _ name: String, _ handler: @escaping @Sendable (Visitor) async throws -> Response) -> Route {
    route(.get, pattern, "public", name, handler)
  }

  /// `public`: a form of people who are not signed in.
  ///
  /// Without a session there is no right that a foreign page could borrow: a program that sends neither header is let in, unless it sends a
  /// session's cookie as well.
  func openForm(
    _ pattern: RoutePattern, _ name: String, _ handler: @escaping @Sendable (Visitor, Form) async throws -> Response
  ) -> Route {
    route(.post, pattern, "public", name) { visitor in
      let origin = SameOrigin(visitor.request, site: site)
      guard origin == .proven || (origin == .unknown && visitor.session == nil && visitor.challenge == nil) else {
        throw PageError.crossSite
      }
      return try await handler(visitor, try fields(visitor.request))
    }
  }

  /// `signed-in`: a page.
  func signedIn(_ pattern: RoutePattern, _ name: String, _ handler: @escaping @Sendable (SignedIn) async throws -> Response) -> Route {
    route(.get, pattern, "signed-in", name) { visitor in try await handler(try await signIn(visitor)) }
  }

  /// `signed-in`: a form.
  func signedInForm(
    _ pattern: RoutePattern, _ name: String, _ handler: @escaping @Sendable (SignedIn, Form) async throws -> Response
  ) -> Route {
    route(.post, pattern, "signed-in", name) { visitor in
      let signedIn = try await signIn(visitor)
      return try await handler(signedIn, try form(signedIn))
    }
  }

  /// `instance-admin`: a page. For anybody else who is signed in it does not exist.
  func admin(_ pattern: RoutePattern, _ name: String, _ handler: @escaping @Sendable (InstanceAdmin) async throws -> Response) -> Route {
    route(.get, pattern, "instance-admin", name) { visitor in
      try await handler(try InstanceAdmin(try await signIn(visitor)))
    }
  }

  /// `instance-admin`: a form.
  func adminForm(
    _ pattern: RoutePattern, _ name: String, _ handler: @escaping @Sendable (InstanceAdmin, Form) async throws -> Response
  ) -> Route {
    route(.post, pattern, "instance-admin", name) { visitor in
      let admin = try InstanceAdmin(try await signIn(visitor))
      return try await handler(admin, try form(admin.signedIn))
    }
  }

  /// The role as access: a page of a project.
  func member(
    _ role: ProjectRole, _ pattern: RoutePattern, _ name: String, _ handler: @escaping @Sendable (InProject) async throws -> Response
  ) -> Route {
    route(.get, pattern, role.rawValue, name) { visitor in try await handler(try await enter(visitor, role)) }
  }

  /// The role as access: a form of a project.
  /// - Parameters:
  ///   - isForArchived: whether it is one of the few that an archived project takes.
  ///   - bodyLimit: most bytes of the form as it is sent; more than usual for long texts.
  func memberForm(
    _ role: ProjectRole, _ pattern: RoutePattern, _ name: String, isForArchived: Bool = false, bodyLimit: Int = Form.bodyLimit,
    _ handler: @escaping @Sendable (InProject, Form) async throws -> Response
  ) -> Route {
    route(.post, pattern, role.rawValue, name, bodyLimit: bodyLimit) { visitor in
      let project = try await enter(visitor, role)
      let form = try form(project.signedIn)
      guard isForArchived || !project.membership.isArchived else { throw PageError.archived }
      return try await handler(project, form)
    }
  }

  /// `signed-in`: a page for somebody who still owes the second factor that the instance asks for.
  func signedInAnyway(_ pattern: RoutePattern, _ name: String, _ handler: @escaping @Sendable (SignedIn) async throws -> Response) -> Route
  {
    route(.get, pattern, "signed-in", name) { visitor in try await handler(try await signInAnyway(visitor)) }
  }

  /// `signed-in`: a form for somebody who still owes the second factor that the instance asks for.
  func signedInFormAnyway(
    _ pattern: RoutePattern, _ name: String, _ handler: @escaping @Sendable (SignedIn, Form) async throws -> Response
  ) -> Route {
    route(.post, pattern, "signed-in", name) { visitor in
      let signedIn = try await signInAnyway(visitor)
      return try await handler(signedIn, try form(signedIn))
    }
  }

  private func route(
    _ method: Method, _ pattern: RoutePattern, _ access: String, _ name: String, bodyLimit: Int = Form.bodyLimit,
    _ handler: @escaping @Sendable (Visitor) async throws -> Response
  ) -> Route {
    Route(method, pattern, access: access, name: name, bodyLimit: method == .post ? bodyLimit : 0) { request in
      do {
        return SecurityHeaders.onPage(try await handler(try Visitor(request, site, catalogues)))
      } catch {
        return errors.answer(to: error, request)
      }
    }
  }

  // MARK: Checks

  /// Whom the session belongs to, if it still lives.
  func user(of visitor: Visitor) async throws -> SessionStore.User? {
    guard let session = visitor.session else { return nil }
    return try await sessions.find(token: session.text)
  }

  private func signIn(_ visitor: Visitor) async throws -> SignedIn {
    let signedIn = try await signInAnyway(visitor)
    guard !signedIn.user.owesSecondFactor else { throw PageError.secondFactorFirst }
    return signedIn
  }

  private func signInAnyway(_ visitor: Visitor) async throws -> SignedIn {
    guard let session = visitor.session, let user = try await sessions.find(token: session.text) else { throw Self.signInFirst(visitor) }
    return SignedIn(visitor, session, user, catalogues)
  }

  private func enter(_ visitor: Visitor, _ role: ProjectRole) async throws -> InProject {
    let slug = visitor.request.parameter("slug") ?? ""
    guard let session = visitor.session, let found = try await sessions.find(token: session.text, slug: slug) else {
      throw Self.signInFirst(visitor)
    }
    guard !found.user.owesSecondFactor else { throw PageError.secondFactorFirst }
    // Whoever is no member does not learn that the project exists.
    guard let membership = found.membership else { throw PageError.notFound }
    guard membership.role >= role else { throw PageError.forbidden }
    return InProject(SignedIn(visitor, session, found.user, catalogues), membership, slug: slug)
  }

  private static func signInFirst(_ visitor: Visitor) -> PageError {
    .signInFirst(next: visitor.request.method == .post ? nil : OwnPath(visitor.address))
  }

  private func form(_ signedIn: SignedIn) throws(PageError) -> Form {
    // A form with a session's cookie has to say where it stood: whoever can send a cookie that is not theirs is a browser, and says it.
    guard case .proven = SameOrigin(signedIn.visitor.request, site: site) else { throw .crossSite }
    return try fields(signedIn.visitor.request)
  }

  private func fields(_ request: Request) throws(PageError) -> Form {
    let type = request["content-type"]?.prefix { $0 != ";" }.lowercased()
    guard type == "application/x-www-form-urlencoded" || request.body.isEmpty, let fields = FormFields(urlEncoded: request.body) else {
      throw .badRequest(Message("error.form"))
    }
    return Form(fields)
  }
}
