package import Domain

/// Names a task in the texts this program writes, so that what was written once is found again and not written twice.
package struct TaskMark: Sendable, Hashable {
  /// Public id of the project; unguessable, so that nobody else can write the mark.
  package let project: String
  package let task: TaskID

  package init(project: String, task: TaskID) {
    self.project = project
    self.task = task
  }

  /// First line of the issue's body; invisible for readers. A look-up should ask for bodies that *begin* with it: notes stand further below.
  package var issue: String { "<!-- autoflow:task:\(project):\(task) -->" }

  /// End of the one comment that starts the agent.
  package var trigger: String { "<!-- autoflow:trigger:\(project):\(task) -->" }

  /// End of another comment on the code host, by kind and by the revision that asked for it; invisible for readers.
  func hidden(_ kind: String, revision: Int64) -> String { "<!-- autoflow:\(kind):\(project):\(task):\(revision) -->" }

  /// End of a comment in the tracker, which shows text as it is: `[auto-flow 12/deployed/7]`.
  func readable(_ detail: String) -> String { "[auto-flow \(task)/\(detail)]" }
}
