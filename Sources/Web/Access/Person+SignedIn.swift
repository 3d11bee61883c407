internal import Actions
internal import Storage

extension SignedIn {
  /// Who acts outside of any project.
  var person: Actions.Person {
    Actions.Person(id: user.id, name: user.name, isAdmin: user.isAdmin, address: PeerAddress.of(visitor.request))
  }
}
