internal import Crypto
internal import Domain
internal import HTTP

/// Thrown into a connection that has to end.
private struct ConnectionCut: Error {}

/// The way of one vendor call: fault, authentication, handler, headers, log.
extension Sandbox {
  func answer(_ request: Request, _ vendor: Vendor, pattern: String, _ handler: Handler) async -> Response {
    let path = String(request.path.dropFirst(vendor.prefix.count))
    let fault = world.with { $0.faults.takeRequest(vendor, method: request.method.rawValue, path: path) }
    let response = await answer(request, vendor, fault, handler)
    world.log(request, vendor, pattern: pattern, path: path, fault: fault, response)
    return response ?? Response(.ok, body: .stream { _ in throw ConnectionCut() })
  }

  /// - Returns: nil when the connection is to be cut.
  private func answer(_ request: Request, _ vendor: Vendor, _ fault: RequestFault?, _ handler: Handler) async -> Response? {
    if fault?.kind == .cut { return nil }
    if let refusal = fault?.refusal(vendor, world.now) { return refusal }
    if fault?.kind == .hang { await pause(fault) }
    let response = await perform(request, vendor, handler)
    switch fault?.kind {
    case .cutAfter: return nil
    case .errorAfter: return fault?.error(vendor)
    case .hangAfter:
      await pause(fault)
      return response
    default: return response
    }
  }

  private func pause(_ fault: RequestFault?) async {
    try? await Task.sleep(for: .seconds(fault?.seconds ?? 0))
  }

  private func perform(_ request: Request, _ vendor: Vendor, _ handler: Handler) async -> Response {
    switch world.reply(request, vendor, handler) {
    case .answer(let response): return response
    case .handshake(let webhook, let delivery):
      let outcome = await transport(delivery)
      return world.with { $0.finishHandshake(webhook, delivery: delivery.id, outcome) }
    }
  }
}

extension SandboxWorld {
  fileprivate func reply(_ request: Request, _ vendor: Vendor, _ handler: Handler) -> Reply {
    with { state in
      state.noteHost(request)
      do throws(Refusal) {
        let call = try state.admit(request, vendor)
        let reply = try handler(&state, call)
        guard vendor == .github, case .answer(let response) = reply else { return reply }
        return .answer(state.dress(response, for: call))
      } catch {
        return .answer(vendor == .github ? state.dressRefusal(error.response, request) : error.response)
      }
    }
  }

  fileprivate func log(_ request: Request, _ vendor: Vendor, pattern: String, path: String, fault: RequestFault?, _ response: Response?) {
    with { state in
      state.exchanges.append(
        Exchange(
          at: state.now, vendor: vendor, method: request.method.rawValue, path: path, query: request.head.query, pattern: pattern,
          tokenDigest: SandboxState.token(request).map { Hex.encode(SHA256.digest(Array($0.utf8))) },
          requestBody: Array(request.body.prefix(ExchangeLog.bodyLimit)), apiVersion: request["x-github-api-version"],
          status: response?.status.code, responseBody: Array((response?.bodyBytes ?? []).prefix(ExchangeLog.bodyLimit)),
          fault: fault?.kind.rawValue))
    }
  }

  /// 404 and 405 for addresses without a route.
  func answerMissing(_ request: Request, _ status: Status, _ headers: Headers) -> Response {
    guard let vendor = Vendor.allCases.first(where: { request.path.hasPrefix($0.prefix + "/") }) else {
      return Refusal.control(status, "no such address").response
    }
    let refusal = vendor == .asana ? Refusal.asana(status, "No matching route for request", headers: headers) : .githubNotFound
    log(
      request, vendor, pattern: "-", path: String(request.path.dropFirst(vendor.prefix.count)), fault: nil, refusal.response)
    return refusal.response
  }

  func wake(at time: Timestamp) async {
    let wait = time.since(now)
    if wait > .zero { try? await Task.sleep(for: wait) }
    with { _ in }
  }
}

extension RequestFault {
  /// The answer instead of the act; nil for faults of another kind.
  fileprivate func refusal(_ vendor: Vendor, _ now: Timestamp) -> Response? {
    switch kind {
    case .error: error(vendor)
    case .rateLimit: vendor == .asana ? asanaLimit : primaryLimit(now)
    case .secondaryLimit: vendor == .asana ? asanaLimit : secondaryLimitAnswer
    case .errorAfter, .hang, .hangAfter, .cut, .cutAfter: nil
    }
  }

  fileprivate func error(_ vendor: Vendor) -> Response {
    let status = Status(status ?? 500)
    switch vendor {
    case .asana: return Refusal.asana(status, "Server Error").response
    case .github: return Refusal.github(status, status.code == 401 ? "Bad credentials" : "Server Error").response
    }
  }

  private var retryAfter: FieldValue { FieldValue(Int(seconds)) }

  private var asanaLimit: Response {
    Refusal.asana(
      .tooManyRequests, "You have made too many requests recently. Please, be chill.", headers: ["retry-after": retryAfter]
    ).response
  }

  private func primaryLimit(_ now: Timestamp) -> Response {
    let reset = Int(now.microseconds / 1_000_000 + seconds)
    return Refusal.github(
      Status(status ?? 429), "API rate limit exceeded for user ID 1001.",
      headers: [
        "x-ratelimit-limit": FieldValue(Int(GitHubState.hourlyLimit)), "x-ratelimit-remaining": "0",
        "x-ratelimit-used": FieldValue(Int(GitHubState.hourlyLimit)), "x-ratelimit-reset": FieldValue(reset),
        "x-ratelimit-resource": "core", "retry-after": retryAfter,
      ]
    ).response
  }

  private var secondaryLimitAnswer: Response {
    Refusal.github(
      Status(status ?? 403), "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.",
      headers: ["retry-after": retryAfter]
    ).response
  }
}
