internal import Actions
internal import HTTP
internal import Storage

extension Visitor {
  /// What a session that begins with this request remembers of it.
  var client: SessionStore.Client {
    SessionStore.Client(address: PeerAddress.of(request), browser: BrowserName.text(request["user-agent"]))
  }
}

extension SignedIn {
  /// Who acts outside of any project.
  var person: Actions.Person {
    Actions.Person(id: user.id, name: user.name, isAdmin: user.isAdmin, address: PeerAddress.of(visitor.request))
  }
}
