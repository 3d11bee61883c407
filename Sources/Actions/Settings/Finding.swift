/// Something a check of a token has found. Kept as text: code, subject and place with tabs between them.
package struct Finding: Sendable, Hashable {
  /// A page says it with the message `finding.CODE`, with `{subject}` and `{place}` in it.
  package enum Code: String, Sendable, CaseIterable {
    // Asana
    /// Workspaces the token opens.
    case workspaces
    /// A configured project the token sees.
    case projectSeen = "project_seen"
    case projectHidden = "project_hidden"
    /// A field that a project does not have; the subject is `auto`, `repository` or `status`.
    case fieldMissing = "field_missing"
    /// A field of a kind that cannot be used.
    case fieldKind = "field_kind"
    /// The AutoTask field is a number: anything but 0 means yes.
    case autoTruth = "auto_truth"
    // GitHub
    case scopes
    /// A classic token without the scope `repo`.
    case scopeMissing = "scope_missing"
    /// The host does not tell what the token may do.
    case scopesUnknown = "scopes_unknown"
    case expires
    /// The agent ignores comments of bots.
    case bot
    case repositoryHidden = "repository_hidden"
    case repositoryArchived = "repository_archived"
    case issuesOff = "issues_off"
    /// The place is `admin` or `write`.
    case mayWrite = "may_write"
    /// The agent ignores comments of people who may only read (fact F4).
    case mayRead = "may_read"
    /// The place is a `RepositoryPart`.
    case unreadable
    // Both
    /// It could not be found out; the place is the reason.
    case unchecked
  }

  package let code: Code
  package let subject: String
  package let place: String

  package init(_ code: Code, _ subject: String = "", _ place: String = "") {
    self.code = code
    self.subject = subject
    self.place = place
  }

  private static let separator: Character = "\t"

  /// - Returns: nil for what this version does not know.
  package init?(text: String) {
    let parts = text.split(separator: Self.separator, omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3, let code = Code(rawValue: parts[0]) else { return nil }
    self.init(code, parts[1], parts[2])
  }

  /// As it is kept.
  package var text: String {
    [code.rawValue, subject, place].map { $0.map { $0 == Self.separator ? " " : String($0) }.joined() }
      .joined(separator: String(Self.separator))
  }
}
