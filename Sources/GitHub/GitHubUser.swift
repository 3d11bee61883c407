/// Person a token belongs to.
package struct GitHubUser: Sendable, Equatable {
  package let login: String

  package init(login: String) { self.login = login }
}
