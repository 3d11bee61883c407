package import Crypto
package import Domain

/// The secret of a person's second factor as `users.totp_sealed` and `users.totp_pending` hold it: sealed under the master key with the person's id.
package struct TwoFactorSeal: Sendable {
  private let keyring: MasterKeyring

  package init(_ keyring: MasterKeyring) { self.keyring = keyring }

  /// The form to store.
  package func seal(_ secret: SecretBytes, of user: UserID) -> [UInt8] {
    keyring.seal(secret, context: Self.context(user.rawValue))
  }

  /// - Throws: `Envelope.Failure`; `.wrongKey` when it was sealed under a master key that is not here.
  package func open(_ sealed: [UInt8], of user: UserID) throws(Envelope.Failure) -> SecretBytes {
    try keyring.open(sealed, context: Self.context(user.rawValue))
  }

  static func context(_ user: Int64) -> SealContext { SealContext(userID: user, name: "totp", version: 1) }
}
