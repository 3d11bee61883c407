internal import Actions
internal import Messages
internal import Templates

/// Two versions of a text, line by line; long stretches that are the same are left out. Model of `knowledge/diff.mustache`.
struct NoteDiff: TemplateModel {
  /// Lines that stay around each change.
  private static let margin = 3

  let rows: [Row]

  static var fields: Fields<Self> { [.list("rows", \.rows), .flag("same") { $0.rows.isEmpty }] }

  struct Row: TemplateModel, Equatable {
    enum Kind: Sendable { case same, added, removed, gap }

    let kind: Kind
    let text: String

    static var fields: Fields<Self> {
      [
        .text("text", \.text), .flag("same") { $0.kind == .same }, .flag("added") { $0.kind == .added },
        .flag("removed") { $0.kind == .removed }, .flag("gap") { $0.kind == .gap },
      ]
    }
  }

  init(from old: String, to new: String, _ words: Words) {
    let lines = LineDiff(from: old, to: new).lines
    let changes = lines.indices.filter { if case .same = lines[$0] { false } else { true } }
    var shown: [Row] = []
    var next = 0
    for change in changes {
      let start = max(next, change - Self.margin)
      Self.skip(start - next, &shown, words)
      let end = min(lines.count, change + Self.margin + 1)
      if end > start { shown += lines[start..<end].map(Self.row) }
      next = max(next, end)
    }
    if !changes.isEmpty { Self.skip(lines.count - next, &shown, words) }
    rows = shown
  }

  private static func skip(_ count: Int, _ rows: inout [Row], _ words: Words) {
    if count > 0 { rows.append(Row(kind: .gap, text: words.count("knowledge.unchanged", count))) }
  }

  private static func row(_ line: LineDiff.Line) -> Row {
    switch line {
    case .same(let text): Row(kind: .same, text: text)
    case .added(let text): Row(kind: .added, text: text)
    case .removed(let text): Row(kind: .removed, text: text)
    }
  }
}
