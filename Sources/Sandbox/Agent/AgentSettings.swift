/// How the coding agent behaves.
package struct AgentSettings: Sendable, Equatable {
  /// What the agent writes into its pull request.
  package enum Style: String, Sendable, CaseIterable {
    /// The action's own pull request: `Closes #N`.
    case closes
    /// The action's own pull request, with `Fixes #N`.
    case fixes
    /// The agent made branch and pull request itself: no keyword, branch of its own.
    case none
    /// Nothing to change: the agent only answers with a comment.
    case comment
  }

  package var isOn: Bool
  package var style: Style
  /// From the trigger comment to the pull request.
  package var delay: Duration
  /// The run ends with an error comment.
  package var isFailing: Bool

  package init(isOn: Bool = true, style: Style = .closes, delay: Duration = .seconds(3), isFailing: Bool = false) {
    self.isOn = isOn
    self.style = style
    self.delay = delay
    self.isFailing = isFailing
  }
}
