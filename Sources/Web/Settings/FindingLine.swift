internal import Actions
internal import Messages
internal import Storage
internal import Templates

/// What a check has found, in words.
struct FindingLine: TemplateModel, Equatable {
  let text: String
  let tone: SettingsState.Tone

  static var fields: Fields<Self> { [.text("text", \.text), .text("tone", \.tone.rawValue)] }

  init(_ finding: Finding, _ words: Words) {
    tone = finding.code.tone
    text = words("finding.\(finding.code.rawValue)", ["subject": Self.subject(finding, words), "place": Self.place(finding, words)])
  }

  /// The lines of a check, what is wrong first.
  static func lines(_ check: IntegrationCheck?, _ words: Words) -> [FindingLine] {
    let lines = (check?.findings ?? []).compactMap(Finding.init(text:)).map { FindingLine($0, words) }
    return [.bad, .attention, .good, .quiet].flatMap { tone in lines.filter { $0.tone == tone } }
  }

  private static func subject(_ finding: Finding, _ words: Words) -> String {
    switch finding.code {
    case .fieldMissing, .fieldKind, .autoTruth: words("finding.role.\(finding.subject)")
    default: finding.subject
    }
  }

  private static func place(_ finding: Finding, _ words: Words) -> String {
    switch finding.code {
    case .mayWrite: words("finding.permission.\(finding.place)")
    case .unreadable: words("finding.part.\(finding.place)")
    default: finding.place
    }
  }
}

extension Finding.Code {
  var tone: SettingsState.Tone {
    switch self {
    case .projectSeen, .mayWrite: .good
    case .workspaces, .scopes, .scopesUnknown, .expires, .autoTruth: .quiet
    case .unchecked, .fieldMissing: .attention
    case .unreadable: .attention
    case .projectHidden, .fieldKind, .scopeMissing, .bot, .repositoryHidden, .repositoryArchived, .issuesOff, .mayRead: .bad
    }
  }
}
