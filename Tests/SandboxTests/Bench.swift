import Crypto
import Domain
import HTTP
import Sandbox
import Synchronization
import Testing

/// Time that moves only when a test says so.
final class ManualClock: Domain.Clock {
  private let value = Mutex(Timestamp(microseconds: 1_790_000_000_000_000))

  var now: Timestamp { value.withLock { $0 } }

  func advance(_ duration: Duration) {
    value.withLock { $0 = $0.advanced(by: duration) }
  }
}

/// A sandbox without sockets: requests go straight to its router, webhooks to a list.
struct Bench: Sendable {
  let clock = ManualClock()
  let receiver = Receiver()
  let sandbox: Sandbox
  private let router: Router

  static let hookURL = "http://product.test/webhooks/github/p1"
  static let asanaURL = "http://product.test/webhooks/asana/p1?hook=abc"
  static let project = "1200000000000002"

  init(page: SandboxPage? = nil, _ change: (inout SandboxConfiguration) -> Void = { _ in }) {
    var configuration = SandboxConfiguration.demo(address: "http://sandbox.test", clock: clock)
    configuration.agent.delay = .seconds(4)
    configuration.integration.delay = .seconds(4)
    change(&configuration)
    let receiver = receiver
    sandbox = Sandbox(configuration, page: page) { await receiver.receive($0) }
    router = sandbox.router
  }

  /// One request, as it would arrive from a socket.
  func send(
    _ method: HTTP.Method, _ target: String, _ body: JSONValue? = nil, form: String? = nil, headers: [(String, String)] = []
  ) async -> Answer {
    let parts = target.split(separator: "?", maxSplits: 1).map(String.init)
    var bytes: [UInt8] = []
    var fields: [RequestHead.FieldRange] = []
    for (name, value) in headers {
      let start = bytes.count
      bytes += name.utf8
      let middle = bytes.count
      bytes += value.utf8
      fields.append(.init(name: start..<middle, value: middle..<bytes.count))
    }
    let head = RequestHead(
      method: method, path: parts[0], query: parts.count > 1 ? parts[1] : nil, minorVersion: 1, bytes: bytes, fields: fields)
    let request = Request(head: head, body: form.map { Array($0.utf8) } ?? body?.bytes ?? [], id: "t-1")
    return Answer(await router.plan(head).respond(request))
  }

  func asana(_ method: HTTP.Method, _ path: String, _ body: JSONValue? = nil, token: String = "sandbox-asana-token") async -> Answer {
    await send(method, "/asana/api/1.0" + path, body, headers: [("authorization", "Bearer \(token)")])
  }

  func github(
    _ method: HTTP.Method, _ path: String, _ body: JSONValue? = nil, token: String = "sandbox-github-token",
    version: String = "2022-11-28", more: [(String, String)] = []
  ) async -> Answer {
    let headers = [("Authorization", "Bearer \(token)"), ("User-Agent", "test"), ("X-GitHub-Api-Version", version)]
    return await send(method, "/github" + path, body, headers: headers + more)
  }

  func control(_ path: String, _ body: JSONValue = [:]) async -> JSONValue {
    await send(.post, "/sandbox/api" + path, body).json
  }

  func state() async -> JSONValue { await send(.get, "/sandbox/api/state").json }

  func repository(_ name: String = "acme/api") async -> JSONValue {
    await state()["github"]?["repositories"]?.array?.first { $0["name"]?.string == name } ?? .null
  }

  /// Lets time pass in small steps and delivers what becomes due.
  func pass(_ duration: Duration) async {
    let step = Duration.milliseconds(50)
    var left = duration
    repeat {
      clock.advance(min(step, left))
      left -= step
      await sandbox.deliverDue()
    } while left > .zero
  }

  func createAsanaWebhook(filters: JSONValue = []) async -> Answer {
    await asana(.post, "/webhooks", ["data": ["resource": .string(Self.project), "target": .string(Self.asanaURL), "filters": filters]])
  }

  func installHook() async {
    _ = await control("/github-hook", ["url": .string(Self.hookURL), "secret": "s3cret"])
    await pass(.milliseconds(200))
    receiver.clear()
  }
}

struct Answer: Sendable {
  let response: Response

  init(_ response: Response) { self.response = response }

  var status: Int { response.status.code }
  var isCut: Bool { if case .stream = response.body { true } else { false } }
  var bytes: [UInt8] { if case .bytes(let bytes) = response.body { bytes } else { [] } }
  var json: JSONValue { JSONValue(parsing: bytes) ?? .null }
  var data: JSONValue { json["data"] ?? .null }
  var message: String { json["errors"]?[0]?["message"]?.string ?? json["message"]?.string ?? "" }

  subscript(header: FieldName) -> String? { response.headers[header] }
}

/// The product's side of the webhooks.
final class Receiver: Sendable {
  private struct State {
    var deliveries: [OutgoingDelivery] = []
    var status = 200
    var echoesSecret = true
  }

  private let state = Mutex(State())

  var deliveries: [OutgoingDelivery] { state.withLock { $0.deliveries } }

  /// Those of GitHub, as `event` or `event.action`.
  var events: [String] {
    deliveries.compactMap { delivery in
      guard let event = delivery.headers["x-github-event"] else { return nil }
      return JSONValue(parsing: delivery.body)?["action"]?.string.map { "\(event).\($0)" } ?? event
    }
  }

  /// Payloads of GitHub's deliveries with a name as in `events`.
  func payloads(_ name: String) -> [JSONValue] {
    zip(events, deliveries.filter { $0.headers["x-github-event"] != nil }).filter { $0.0 == name }.compactMap {
      JSONValue(parsing: $0.1.body)
    }
  }

  /// Event arrays of Asana's deliveries, heartbeats included, handshakes not.
  var asanaBatches: [[JSONValue]] {
    deliveries.filter { $0.headers["x-hook-signature"] != nil }.compactMap { JSONValue(parsing: $0.body)?["events"]?.array }
  }

  func answer(_ status: Int) { state.withLock { $0.status = status } }
  func ignoreSecrets() { state.withLock { $0.echoesSecret = false } }
  func clear() { state.withLock { $0.deliveries = [] } }

  func receive(_ delivery: OutgoingDelivery) async -> DeliveryOutcome {
    state.withLock { state in
      state.deliveries.append(delivery)
      var headers = Headers()
      if state.echoesSecret, let secret = delivery.headers["x-hook-secret"], let value = FieldValue(secret) {
        headers.append("x-hook-secret", value)
      }
      return .answered(status: state.status, headers: headers, body: Array("ok".utf8))
    }
  }
}
