/// A stored Argon2id hash in its text form, `$argon2id$v=19$m=…,t=…,p=…$salt$hash` (PHC string format).
package struct PasswordHash: Sendable, Equatable, CustomStringConvertible {
  /// Costs it was made with.
  package let parameters: Argon2Parameters
  let salt: [UInt8]
  let hash: [UInt8]

  init(parameters: Argon2Parameters, salt: [UInt8], hash: [UInt8]) {
    self.parameters = parameters
    self.salt = salt
    self.hash = hash
  }

  /// `nil` unless it is exactly the form above, with a salt of 8...64 bytes, a hash of 16...64 bytes and bearable costs.
  package init?(parsing text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false)
    guard parts.count == 6, parts[0].isEmpty, parts[1] == "argon2id", parts[2] == "v=19" else { return nil }
    let costs = parts[3].split(separator: ",", omittingEmptySubsequences: false)
    guard costs.count == 3, let memory = Self.number(costs[0], "m="), let passes = Self.number(costs[1], "t="),
      let lanes = Self.number(costs[2], "p=")
    else { return nil }
    parameters = Argon2Parameters(memory: memory, passes: passes, lanes: lanes)
    guard parameters.isAcceptable, let salt = Base64.decode(parts[4], .standardUnpadded), (8...64).contains(salt.count),
      let hash = Base64.decode(parts[5], .standardUnpadded), (16...64).contains(hash.count)
    else { return nil }
    self.salt = salt
    self.hash = hash
  }

  /// The text to store.
  package var description: String {
    let costs = "m=\(parameters.memory),t=\(parameters.passes),p=\(parameters.lanes)"
    return "$argon2id$v=19$\(costs)$\(Base64.encode(salt, .standardUnpadded))$\(Base64.encode(hash, .standardUnpadded))"
  }

  /// Digits only: `UInt32("+5")` would parse.
  private static func number(_ text: Substring, _ name: String) -> UInt32? {
    guard text.hasPrefix(name) else { return nil }
    let digits = text.dropFirst(name.count)
    guard digits.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else { return nil }
    return UInt32(digits)
  }
}
