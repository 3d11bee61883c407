internal import Domain
internal import HTTP
internal import Messages
internal import Storage

/// `/p/:slug/live?topics=task:7,tasks`: server-sent events (HTML Standard §9.2) that name the topics whose parts of a page are out of date.
struct LiveScreen: Sendable {
  let hub: LiveHub

  /// Topics of one page.
  private static let limit = 8

  func routes(_ gate: Gate) -> [Route] { [gate.member(.viewer, "/p/:slug/live", "live", stream)] }

  @Sendable private func stream(_ project: InProject) async throws -> Response {
    let names = (project.query["topics"] ?? "").split(separator: ",", omittingEmptySubsequences: true)
    let topics = names.compactMap(LiveTopic.init)
    guard !topics.isEmpty, topics.count == names.count, topics.count <= Self.limit else {
      throw PageError.badRequest(Message("error.topics"))
    }
    let since = project.query["at"].flatMap(Int64.init).map(Timestamp.init(microseconds:))
    guard hub.hasRoom else { throw PageError.busy }
    return Response(
      .ok, headers: ["content-type": "text/event-stream; charset=utf-8", "x-accel-buffering": "no"],
      body: .stream { writer in
        // Here and not before: an answer to HEAD never gets this far.
        let subscription = try hub.subscribe(project.signedIn.user.id, project.membership.project, topics, since: since)
        defer { hub.remove(subscription) }
        try await writer.write(Array("retry: 3000\n\n".utf8))
        for await _ in subscription.signals {
          let message = subscription.take()
          try await writer.write(message.bytes)
          if message.isLast { return }
        }
      })
  }

  /// Address of a page's stream.
  static func address(_ project: InProject, _ topic: LiveTopic, at now: Timestamp) -> String {
    "\(project.path)/live?topics=\(topic)&at=\(now.microseconds)"
  }
}
