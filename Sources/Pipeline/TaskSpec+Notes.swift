extension TaskSpec {
  /// Reads the notes' sections where there are any, under English or Russian headings; elsewhere says what holds for every task.
  package init(title: String, notes: String, permalink: String) {
    let sections = NoteSections(notes)
    self.init(
      title: title, context: sections.context ?? "The task's notes are quoted in full below.",
      requirements: sections.requirements ?? ["Do what the title and the notes of this task ask for."],
      constraints: sections.constraints ?? ["Change only what the task needs, and keep to the style of the code around it."],
      acceptanceCriteria: sections.acceptance ?? [
        "What the notes ask for works and is covered by tests where the repository has tests.",
        "All checks of the repository pass.",
      ],
      notes: notes, permalink: permalink)
  }
}

/// Sections found in a task's notes; nil where the notes have none or an empty one.
private struct NoteSections {
  private enum Section: CaseIterable { case context, requirements, constraints, acceptance, other }

  private static let headings: [String: Section] = [
    "context": .context, "background": .context, "description": .context, "контекст": .context, "описание": .context,
    "предыстория": .context, "requirements": .requirements, "requirement": .requirements, "what to do": .requirements,
    "требования": .requirements, "что сделать": .requirements, "что нужно сделать": .requirements, "задача": .requirements,
    "constraints": .constraints, "limitations": .constraints, "ограничения": .constraints, "acceptance criteria": .acceptance,
    "acceptance": .acceptance, "definition of done": .acceptance, "критерии приёмки": .acceptance, "критерии приемки": .acceptance,
    "критерии готовности": .acceptance,
  ]

  private var lines: [Section: [String]] = [:]
  private var hasHeadings = false

  init(_ notes: String) {
    var section = Section.context
    for line in notes.split(whereSeparator: \.isNewline) {
      if let (found, rest) = Self.heading(line) {
        section = found
        hasHeadings = true
        if !rest.isEmpty { lines[section, default: []].append(rest) }
      } else {
        lines[section, default: []].append(String(line))
      }
    }
  }

  /// Notes without any known heading are not repeated as context.
  var context: String? {
    guard hasHeadings else { return nil }
    let text = (lines[.context] ?? []).map { Self.trimmed($0[...]) }.filter { !$0.isEmpty }.joined(separator: "\n")
    return text.isEmpty ? nil : text
  }

  var requirements: [String]? { items(.requirements) }
  var constraints: [String]? { items(.constraints) }
  var acceptance: [String]? { items(.acceptance) }

  private func items(_ section: Section) -> [String]? {
    let items = (lines[section] ?? []).map(Self.withoutBullet).filter { !$0.isEmpty }
    return items.isEmpty ? nil : items
  }

  /// A known heading, alone or followed by a colon and text; any other Markdown heading ends the section before it.
  private static func heading(_ line: Substring) -> (Section, rest: String)? {
    guard line.utf8.count <= 400 else { return nil }
    let isMarked = line.first == "#"
    let plain = trimmed(line.drop { $0 == "#" || $0 == "*" || $0 == "_" || $0.isWhitespace })
    let parts = plain.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let name = bare(parts.first ?? "").lowercased()
    if let section = headings[name] { return (section, parts.count == 2 ? bare(parts[1]) : "") }
    return isMarked ? (.other, "") : nil
  }

  /// Without the marks of emphasis around it.
  private static func bare(_ text: Substring) -> String {
    let start = text.drop { $0 == "*" || $0 == "_" || $0.isWhitespace }
    let length = start.reversed().drop { $0 == "*" || $0 == "_" || $0.isWhitespace }.count
    return String(start.prefix(length))
  }

  /// `- text`, `* text`, `1. text`, `2) text`, `[ ] text` without what stands before the text.
  private static func withoutBullet(_ line: String) -> String {
    var text = trimmed(line[...])[...]
    let digits = text.prefix(3).prefix { $0.isASCII && $0.isNumber }
    if !digits.isEmpty, let mark = text.dropFirst(digits.count).first, mark == "." || mark == ")" {
      text = text.dropFirst(digits.count + 1)
    } else if let first = text.first, "-*•–+".contains(first), text.dropFirst().first?.isWhitespace ?? true {
      text = text.dropFirst()
    }
    text = trimmed(text)[...]
    for box in ["[ ]", "[x]", "[X]"] where text.hasPrefix(box) { text = text.dropFirst(3) }
    return trimmed(text)
  }

  private static func trimmed(_ text: Substring) -> String {
    let start = text.drop(while: \.isWhitespace)
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
  }
}
