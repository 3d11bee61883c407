internal import Actions
internal import Asana
internal import Crypto
internal import Domain
internal import EventLoop
internal import GitHub
internal import HTTPClient

extension OutsidePorts {
  /// For pages that wait for the answer: all calls of one adapter together take this long at most.
  private static let patience: Duration = .seconds(5)

  var settings: SettingsPorts {
    SettingsPorts(
      tracker: { token in AsanaTracker(base: asanaURL, token: token, transport: bounded()) },
      codeHost: { token in GitHubHost(base: githubURL, token: token, transport: bounded()) },
      trackerPages: .asana(api: asanaURL.host), codeHostPages: .github(api: githubURL.host))
  }

  /// Sends each request with what is left of the time; one that would begin after its end is not sent.
  private func bounded() -> @Sendable (ClientRequest) async throws(ClientError) -> ClientResponse {
    let client = client
    let end = ContinuousClock.now.advanced(by: Self.patience)
    return { request async throws(ClientError) in
      let rest = ContinuousClock.now.duration(to: end)
      guard rest > .milliseconds(50) else { throw .totalTimeout }
      var request = request
      request.limits.total = min(request.limits.total, rest)
      request.limits.connect = min(request.limits.connect, rest)
      request.limits.idle = min(request.limits.idle, rest)
      return try await client.send(request)
    }
  }
}
