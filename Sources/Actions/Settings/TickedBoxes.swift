/// Boxes as they were sent, as a change of what the page had shown ticked: what somebody else has added or removed meanwhile stays so.
package struct TickedBoxes: Sendable, Equatable {
  private let ticked: [String]
  /// nil when the sender does not say: then what is ticked is all there is.
  private let shown: [String]?

  /// - Parameters:
  ///   - ticked: values of the ticked boxes, in their order.
  ///   - shown: as `shown(_:)` has written it into the page.
  package init(ticked: [String], shown: String? = nil) {
    self.ticked = ticked
    self.shown = shown.map(TypedList.items)
  }

  /// What is ticked on a page, as `shown` takes it when the form comes back.
  package static func shown(_ values: [String]) -> String { values.joined(separator: ",") }

  /// What is to be kept.
  /// - Parameter current: what is kept now.
  func applied(to current: [String]) -> [String] {
    guard let shown else { return ticked }
    let unticked = shown.filter { !ticked.contains($0) }
    let added = ticked.filter { !shown.contains($0) && !current.contains($0) }
    return current.filter { !unticked.contains($0) } + added
  }

  /// Whether the box of something that is kept now is ticked when the form is shown again.
  package func isTicked(_ value: String) -> Bool { ticked.contains(value) || shown.map { !$0.contains(value) } ?? false }
}
