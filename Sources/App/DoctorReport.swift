internal import Domain

/// Lines of `autoflow doctor`.
struct DoctorReport {
  private(set) var failures = 0

  mutating func pass(_ what: String, _ detail: String) { Output.line("ok    \(what): \(detail)") }

  mutating func fail(_ what: String, _ detail: String) {
    failures += 1
    Output.line("FAIL  \(what): \(detail)")
  }

  mutating func check(_ what: String, _ body: () async throws -> Void) async -> Bool {
    do {
      try await body()
      pass(what, "fine")
      return true
    } catch {
      fail(what, "\(error)")
      return false
    }
  }

  mutating func checkPort(_ what: String, _ body: () async throws(PortError) -> String) async {
    do { pass(what, try await body()) } catch { fail(what, error.reason) }
  }
}
