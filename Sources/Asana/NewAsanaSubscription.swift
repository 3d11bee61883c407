package import Crypto

/// Outcome of creating a webhook.
package struct NewAsanaSubscription: Sendable, Equatable {
  package let subscription: AsanaSubscription
  /// Repeated in the answer by some versions; the handshake is where it comes from.
  package let secret: SecretBytes?

  package init(subscription: AsanaSubscription, secret: SecretBytes?) {
    self.subscription = subscription
    self.secret = secret
  }
}
