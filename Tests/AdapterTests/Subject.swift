import Asana
import Crypto
import GitHub
import HTTPClient

/// Values the adapter tests share.
enum Subject {
  static let token = SecretBytes("t0ken-of-the-test")

  static func base(_ text: String) throws -> BaseURL { try BaseURL(parsing: text) }

  static func asana(_ steps: [ScriptedTransport.Step], token: SecretBytes = token) throws -> (AsanaTracker, ScriptedTransport) {
    let transport = ScriptedTransport(steps)
    let tracker = AsanaTracker(base: try base("https://app.asana.com/api/1.0"), token: token) { request throws(ClientError) in
      try transport.send(request)
    }
    return (tracker, transport)
  }

  static func gitHub(_ steps: [ScriptedTransport.Step], token: SecretBytes = token) throws -> (GitHubHost, ScriptedTransport) {
    let transport = ScriptedTransport(steps)
    let host = GitHubHost(base: try base("https://api.github.com"), token: token) { request throws(ClientError) in
      try transport.send(request)
    }
    return (host, transport)
  }
}
