/// How much work one password hash costs.
package struct Argon2Parameters: Sendable, Equatable {
  /// Memory in KiB.
  package let memory: UInt32
  /// Passes over the memory.
  package let passes: UInt32
  /// Independent lanes; this product uses one thread for all of them.
  package let lanes: UInt32

  /// Costs as given; `PasswordHash` checks those read from storage.
  package init(memory: UInt32, passes: UInt32, lanes: UInt32) {
    self.memory = memory
    self.passes = passes
    self.lanes = lanes
  }

  /// 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet, Argon2id).
  package static let standard = Argon2Parameters(memory: 19_456, passes: 2, lanes: 1)

  /// What may be read from storage: a changed row must not make one log-in take gigabytes or minutes.
  var isAcceptable: Bool {
    (1...16).contains(lanes) && (8 * lanes...262_144).contains(memory) && (1...16).contains(passes)
  }
}
