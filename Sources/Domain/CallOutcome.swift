/// How an outside system answered a call with a project's token.
package struct CallOutcome: Sendable, Equatable {
  /// nil for a call that worked.
  package let failure: PortError?
  /// Whether the call was to change something there.
  package let isWrite: Bool

  package init(failure: PortError?, isWrite: Bool) {
    self.failure = failure
    self.isWrite = isWrite
  }
}

/// Told how each call was answered.
package typealias CallObserver = @Sendable (CallOutcome) async -> Void
