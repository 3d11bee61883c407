import Sandbox

extension JSONValue {
  /// The same object with members added or replaced.
  func with(_ changes: [String: JSONValue]) -> JSONValue {
    let kept = (members ?? []).filter { changes[$0.key] == nil }
    return .object(kept + changes.sorted { $0.key < $1.key }.map { Member(key: $0.key, value: $0.value) })
  }
}
