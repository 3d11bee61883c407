internal import Domain
internal import HTTP

extension SandboxState {
  /// Logs a delivery and plans its sending, as far as the faults let it through.
  mutating func enqueue(_ record: DeliveryRecord, later lag: Duration = .zero) {
    var record = record
    let fault = faults.takeWebhook(record.vendor, event: record.event, action: record.action)
    if case .badSignature = fault?.kind { record.headers.breakSignatures() }
    deliveries.append(record)
    switch fault?.kind {
    case nil, .badSignature: after(delay(of: record) + lag, .send(record.id))
    case .delay: after(fault?.wait ?? .seconds(5), .send(record.id))
    case .drop: finish(record.id, .failed(reason: "dropped on request"))
    case .lose: lose(record)
    case .reorder: hold(record)
    case .duplicate:
      after(delay(of: record) + lag, .send(record.id))
      enqueueCopy(of: record)
    }
  }

  /// Asana collects events before it makes a delivery of them.
  private func delay(of record: DeliveryRecord) -> Duration {
    record.vendor == .asana ? .zero : configuration.eventDelay
  }

  private mutating func enqueueCopy(of record: DeliveryRecord) {
    var copy = DeliveryRecord(
      id: makeID(), vendor: record.vendor, hook: record.hook, url: record.url, event: record.event, action: record.action,
      guid: record.guid, headers: record.headers, body: record.body, queuedAt: now)
    copy.isCopy = true
    deliveries.append(copy)
    after(delay(of: record), .send(copy.id))
  }

  private mutating func lose(_ record: DeliveryRecord) {
    deliveries[record.id] = nil
    if record.vendor == .asana { finishAsana(record, isLost: true) }
  }

  /// Held until the next delivery of the same system is done, five seconds at most.
  private mutating func hold(_ record: DeliveryRecord) {
    faults.held.append((record.vendor, record.id))
    faults.heldOnce.insert(record.id)
    if record.vendor == .asana { finishAsana(record, isLost: true) }
    after(.seconds(5), .releaseHeld(record.vendor))
  }

  mutating func send(_ id: Int64) {
    guard var record = deliveries[id] else { return }
    record.sentAt = now
    deliveries[id] = record
    ready.append(record.outgoing)
  }

  mutating func releaseHeld(_ vendor: Vendor) {
    for (heldVendor, id) in faults.held where heldVendor == vendor { after(.zero, .send(id)) }
    faults.held.removeAll { $0.vendor == vendor }
  }

  /// Notes what came of a delivery and what follows from it.
  mutating func finish(_ id: Int64, _ outcome: DeliveryOutcome) {
    guard var record = deliveries[id] else { return }
    let wasHeld = faults.heldOnce.remove(id) != nil
    record.finish(outcome, at: now)
    deliveries[id] = record
    switch record.vendor {
    case .asana: if !record.isCopy, !wasHeld { finishAsana(record, isLost: record.note == "dropped on request") }
    case .github: noteHookResponse(record)
    }
    releaseHeld(record.vendor)
  }
}

extension Headers {
  /// Makes every signature wrong without changing its shape.
  fileprivate mutating func breakSignatures() {
    let names: [FieldName] = ["x-hook-signature", "x-hub-signature", "x-hub-signature-256"]
    for name in names {
      guard let value = self[name], let last = value.last else { continue }
      set(name, FieldValue(replacingForbiddenBytesIn: value.dropLast() + (last == "0" ? "1" : "0")))
    }
  }
}
