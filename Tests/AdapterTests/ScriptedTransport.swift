import HTTP
import HTTPClient
import Synchronization

/// Plays an outside API: gives the prepared answers in turn and keeps what was asked.
final class ScriptedTransport: Sendable {
  enum Step: Sendable {
    case answer(ClientResponse)
    case failure(ClientError)
  }

  static let receivedAt: Int64 = 1_800_000_000

  private let state: Mutex<(steps: [Step], requests: [ClientRequest])>

  init(_ steps: [Step]) {
    state = Mutex((steps, []))
  }

  var requests: [ClientRequest] { state.withLock { $0.requests } }
  var unusedSteps: Int { state.withLock { $0.steps.count } }

  /// Method, path and query of every request, such as `GET /tasks/1?limit=100`.
  var calls: [String] { requests.map(\.line) }

  func send(_ request: ClientRequest) throws(ClientError) -> ClientResponse {
    let step: Step? = state.withLock { state in
      state.requests.append(request)
      return state.steps.isEmpty ? nil : state.steps.removeFirst()
    }
    switch step {
    case .answer(let response): return response
    case .failure(let error): throw error
    case nil: throw .protocolError("nothing more was prepared")
    }
  }
}

extension ScriptedTransport.Step {
  static func json(_ status: Int, _ body: String, headers: Headers = [:]) -> Self {
    .answer(ClientResponse(status: status, headers: headers, body: Array(body.utf8), receivedAt: ScriptedTransport.receivedAt))
  }
}

extension ClientRequest {
  var line: String {
    let names = query.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
    return "\(method) /\(path.joined(separator: "/"))" + (names.isEmpty ? "" : "?\(names)")
  }

  var text: String? { body.map { String(decoding: $0, as: UTF8.self) } }
}
