internal import CLibpq

/// What has to be known of a libpq address before it is used.
struct ConnectionAddress {
  /// The `options` that the address already carries.
  let options: String
  private let password: String

  /// - Throws: a failure that does not repeat the address, because a password may be anywhere in a malformed one.
  init(_ url: String) throws(Connector.Failure) {
    guard let first = unsafe PQconninfoParse(url, nil) else {
      throw Connector.Failure(reason: "the database address cannot be read", isPermanent: true)
    }
    defer { unsafe PQconninfoFree(first) }
    var found: [String: String] = [:]
    var next = unsafe first
    while let keyword = unsafe next.pointee.keyword {
      if let value = unsafe next.pointee.val { unsafe found[String(cString: keyword)] = String(cString: value) }
      unsafe next += 1
    }
    // Who forgets "@host" has put the password where the port belongs, and libpq would repeat it.
    let ports = (found["port"] ?? "").split(separator: ",")
    guard ports.allSatisfy({ UInt16($0) != nil }) else {
      throw Connector.Failure(reason: "the port in the database address is not a number", isPermanent: true)
    }
    options = found["options"] ?? ""
    password = found["password"] ?? ""
  }

  /// A message of libpq on one line, without the password.
  func redact(_ message: String) -> String {
    let line = message.split(separator: "\n").joined(separator: "; ")
    return password.isEmpty ? line : line.split(separator: password, omittingEmptySubsequences: false).joined(separator: "***")
  }
}
