package import Crypto
package import Domain

/// What a sandbox starts with; everything in it can be changed later through `/sandbox/api` except the tokens.
package struct SandboxConfiguration: Sendable {
  /// Address the outside reaches the sandbox at, such as `http://127.0.0.1:9090`; nil takes it from the `Host` of the newest request.
  package var address: String?
  /// Where the product is, for the link on the page.
  package var productAddress: String?
  package var asanaToken: String
  /// Token of `auto-flow-demo`, who administers the demo repositories.
  package var githubToken: String
  /// Secret the demo project and the hook made by `POST /sandbox/api/github-hook` use.
  package var webhookSecret: String
  /// `owner/name`, the first one is the default of the demo project.
  package var repositories: [RepositoryName]
  /// Between an event and its webhook.
  package var eventDelay: Duration
  /// First wait before Asana tries a webhook again; doubles each time.
  package var retryDelay: Duration
  package var agent: AgentSettings
  package var integration: IntegrationSettings
  package var clock: any Domain.Clock
  package var random: RandomSource
  /// Issues and other ids are numbered above it. A sandbox that forgets its world while the product keeps its rows gets another number at each
  /// start, and so never hands out an issue number that the product knows already.
  package var firstNumber: Int64 = 0

  package init(
    address: String?, productAddress: String?, asanaToken: String, githubToken: String, webhookSecret: String,
    repositories: [RepositoryName], eventDelay: Duration, retryDelay: Duration, agent: AgentSettings, integration: IntegrationSettings,
    clock: any Domain.Clock, random: RandomSource
  ) {
    self.address = address
    self.productAddress = productAddress
    self.asanaToken = asanaToken
    self.githubToken = githubToken
    self.webhookSecret = webhookSecret
    self.repositories = repositories
    self.eventDelay = eventDelay
    self.retryDelay = retryDelay
    self.agent = agent
    self.integration = integration
    self.clock = clock
    self.random = random
  }

  /// The demo: two repositories, an agent that needs three seconds, CI that needs three seconds.
  package static func demo(address: String?, clock: any Domain.Clock) -> SandboxConfiguration {
    SandboxConfiguration(
      address: address, productAddress: nil, asanaToken: "sandbox-asana-token", githubToken: "sandbox-github-token",
      webhookSecret: "sandbox-webhook-secret", repositories: ["acme/api", "acme/web"].compactMap(RepositoryName.init),
      eventDelay: .milliseconds(50), retryDelay: .seconds(2), agent: AgentSettings(), integration: IntegrationSettings(), clock: clock,
      random: .system)
  }
}
