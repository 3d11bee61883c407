/// Statements that run between two syncs: one implicit transaction, one round trip.
///
/// `@unchecked Sendable`: made by the caller, handed once to the loop, and from then on confined to it.
final class Request: @unchecked Sendable {
  typealias Answer = Result<[Rows], DatabaseError>

  let steps: [Step]
  /// Steps in front whose rows nobody asked for (BEGIN, scope).
  private let leading: Int
  private let finish: (Answer) -> Void
  private var rows: [Rows] = []
  private(set) var failure: DatabaseError?
  /// Monotonic nanoseconds at which it was sent.
  var startedAt: Int64 = 0

  init(leading: [Step], _ steps: [Step], _ finish: @escaping (Answer) -> Void) {
    self.steps = leading.isEmpty ? steps : leading + steps
    self.leading = leading.count
    self.finish = finish
  }

  func succeed(step: Int, _ result: QueryResult) {
    if step >= leading { rows.append(Rows(result)) }
  }

  /// The first failure counts; the others follow from it.
  func fail(_ error: DatabaseError) {
    if failure == nil { failure = error }
  }

  func complete() {
    if let failure { finish(.failure(failure)) } else { finish(.success(rows)) }
  }
}
