/// What was waited for did not come.
struct GaveUp: Error, CustomStringConvertible {
  let description: String
}

/// Looks again and again until there is something.
/// - Throws: `GaveUp` when the time is up; whatever `look` throws.
@discardableResult
func eventually<Value>(
  _ what: String, within limit: Duration = .seconds(40), _ look: () async throws -> Value?
) async throws -> Value {
  let start = ContinuousClock.now
  while true {
    if let value = try await look() { return value }
    guard ContinuousClock.now - start < limit else { throw GaveUp(description: "waited \(limit) in vain for \(what)") }
    try await Task.sleep(for: .milliseconds(25))
  }
}

/// As `eventually`, for a condition.
func eventually(_ what: String, within limit: Duration = .seconds(40), until holds: () async throws -> Bool) async throws {
  try await eventually(what, within: limit) { try await holds() ? true : nil }
}
