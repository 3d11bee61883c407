internal import HTTP

extension ControlAPI {
  static func changeAgent(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    if let style = input.text("style") {
      guard let style = AgentSettings.Style(rawValue: style) else {
        throw .control(.unprocessableContent, "style is one of \(AgentSettings.Style.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      state.agent.style = style
    }
    if let isOn = input.flag("on") { state.agent.isOn = isOn }
    if let isFailing = input.flag("failing") { state.agent.isFailing = isFailing }
    if let delay = input.milliseconds("delay_ms") { state.agent.delay = delay }
    return state.agentDocument
  }

  static func changeIntegration(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    if let workflows = input["workflows"]?.array { state.integration.workflows = workflows.compactMap(\.string) }
    if let conclusion = input.text("conclusion") { try setConclusion(&state, "*", conclusion) }
    for member in input["conclusions"]?.members ?? [] { try setConclusion(&state, member.key, member.value.string ?? "") }
    if let delay = input.milliseconds("delay_ms") { state.integration.delay = delay }
    if let isHeld = input.flag("hold") { state.integration.isHeld = isHeld }
    if let isFirst = input.flag("before_merge_event") { state.integration.isBeforeMergeEvent = isFirst }
    if let runs = input.flag("pull_request_runs") { state.integration.runsOnPullRequests = runs }
    return state.integrationDocument
  }

  private static func setConclusion(_ state: inout SandboxState, _ workflow: String, _ conclusion: String) throws(Refusal) {
    guard IntegrationSettings.known.contains(conclusion) else {
      throw .control(.unprocessableContent, "unknown conclusion \(conclusion)")
    }
    state.integration.conclusions[workflow] = conclusion
  }

  // MARK: Faults

  /// `target`, from the page: `vendor`, or `vendor METHOD path`.
  static func addFault(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    let kind = try input.requiredText("kind")
    let target = (input.text("target") ?? "").split(separator: " ").map(String.init)
    let vendorName = input.text("vendor") ?? target.first
    let vendor = vendorName.flatMap(Vendor.init)
    if vendorName != nil, vendor == nil { throw .control(.unprocessableContent, "vendor is asana or github") }
    let count = Int(max(1, min(input.integer("count") ?? 1, 100_000)))
    let seconds = max(0, min(input.integer("seconds") ?? input.integer("retry_after") ?? 2, 86_400))
    if let kind = RequestFault.Kind(rawValue: kind) {
      state.faults.add(
        RequestFault(
          kind: kind, vendor: vendor, method: input.text("method") ?? target.dropFirst().first,
          path: input.text("path") ?? target.dropFirst(2).first, remaining: count, status: try status(input), seconds: seconds))
    } else if let kind = WebhookFault.Kind(rawValue: kind) {
      state.faults.add(
        WebhookFault(
          kind: kind, vendor: vendor, event: input.text("event"), action: input.text("action"), remaining: count, seconds: seconds))
    } else {
      let kinds = RequestFault.Kind.allCases.map(\.rawValue) + WebhookFault.Kind.allCases.map(\.rawValue)
      throw .control(.unprocessableContent, "kind is one of \(kinds.joined(separator: ", "))")
    }
    return state.faultDocument
  }

  private static func status(_ input: ControlInput) throws(Refusal) -> Int? {
    guard let status = input.integer("status") else { return nil }
    guard (400...599).contains(status) else { throw .control(.unprocessableContent, "status is 400...599") }
    return Int(status)
  }

  static func clearFaults(_ state: inout SandboxState, _ input: ControlInput) throws(Refusal) -> JSONValue {
    state.faults.clear()
    return state.faultDocument
  }
}
