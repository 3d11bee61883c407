/// Names of a project's secrets.
package struct SecretName: Hashable, Sendable, CustomStringConvertible {
  package let text: String

  package init(_ text: String) { self.text = text }

  package static let asanaToken = SecretName("asana.token")
  package static let githubToken = SecretName("github.token")
  package static let githubWebhook = SecretName("github.webhook_secret")
  /// Secret of one Asana webhook, by the token in its address.
  package static func asanaHook(_ token: String) -> SecretName { SecretName("asana.hook:" + token) }

  package var description: String { text }
}
