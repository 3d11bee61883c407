internal import Messages
internal import Pipeline
internal import Templates

/// A TaskSpec as text, and what changed between two of them.
enum SpecText {
  static func lines(_ spec: TaskSpec, in words: Words) -> [String] {
    var lines = [spec.title, "", words("spec.context")] + split(spec.context)
    lines += ["", words("spec.requirements")] + spec.requirements.map { "- " + $0 }
    lines += ["", words("spec.constraints")] + spec.constraints.map { "- " + $0 }
    lines += ["", words("spec.acceptance")] + spec.acceptanceCriteria.map { "- " + $0 }
    return lines + ["", words("spec.notes")] + split(spec.notes)
  }

  private static func split(_ text: String) -> [String] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
  }

  /// A line that stayed, came or went.
  struct Change: TemplateModel, Equatable {
    enum Kind: String, Sendable { case added, removed, same }

    let kind: Kind
    let text: String

    static var fields: Fields<Self> { [.text("kind", \.kind.rawValue), .text("text", \.text)] }
  }

  /// Beyond this many differing lines a comparison would cost more than it tells.
  private static let limit = 400

  /// Lines of `new`, with those of `old` that went before the place where they stood.
  static func changes(from old: [String], to new: [String]) -> [Change] {
    let prefix = zip(old, new).prefix { $0 == $1 }.count
    let suffix = zip(old.dropFirst(prefix).reversed(), new.dropFirst(prefix).reversed()).prefix { $0 == $1 }.count
    let (oldMiddle, newMiddle) = (Array(old[prefix..<(old.count - suffix)]), Array(new[prefix..<(new.count - suffix)]))
    return new[..<prefix].map { Change(kind: .same, text: $0) } + middle(oldMiddle, newMiddle)
      + new[(new.count - suffix)...].map { Change(kind: .same, text: $0) }
  }

  private static func middle(_ old: [String], _ new: [String]) -> [Change] {
    guard old.count + new.count <= limit else {
      return old.map { Change(kind: .removed, text: $0) } + new.map { Change(kind: .added, text: $0) }
    }
    let difference = new.difference(from: old)
    let removed = Set(difference.removals.map(\.position))
    let added = Set(difference.insertions.map(\.position))
    var changes: [Change] = []
    var (oldIndex, newIndex) = (0, 0)
    while oldIndex < old.count || newIndex < new.count {
      if oldIndex < old.count, removed.contains(oldIndex) {
        changes.append(Change(kind: .removed, text: old[oldIndex]))
        oldIndex += 1
      } else if newIndex < new.count, added.contains(newIndex) {
        changes.append(Change(kind: .added, text: new[newIndex]))
        newIndex += 1
      } else {
        changes.append(Change(kind: .same, text: new[newIndex]))
        oldIndex += 1
        newIndex += 1
      }
    }
    return changes
  }
}

extension CollectionDifference.Change {
  /// Index in the collection it was removed from or inserted into.
  fileprivate var position: Int {
    switch self {
    case .remove(let offset, _, _), .insert(let offset, _, _): offset
    }
  }
}
