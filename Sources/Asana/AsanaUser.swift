/// Person a token belongs to.
package struct AsanaUser: Sendable, Equatable {
  package let gid: String
  package let name: String

  package init(gid: String, name: String) {
    self.gid = gid
    self.name = name
  }
}
