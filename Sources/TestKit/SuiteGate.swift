/// Lets a few suites with a database run at a time: with all of them at once each test would wait for the others longer than it works.
actor SuiteGate {
  static let shared = SuiteGate(places: 12)

  private var places: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  init(places: Int) { self.places = places }

  /// Returns when there is a place; give it back with `leave`.
  func enter() async {
    if places > 0 {
      places -= 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
  }

  /// Hands the place to whoever waits longest.
  func leave() {
    if waiting.isEmpty { places += 1 } else { waiting.removeFirst().resume() }
  }
}
