/// TaskSpec v1: what the agent is asked to do, taken from the tracker's title and notes.
package struct TaskSpec: Sendable, Equatable, Codable {
  package let title: String
  package let context: String
  package let requirements: [String]
  package let constraints: [String]
  package let acceptanceCriteria: [String]
  /// The tracker's notes, unchanged.
  package let notes: String
  package let permalink: String

  package init(
    title: String, context: String, requirements: [String], constraints: [String], acceptanceCriteria: [String], notes: String,
    permalink: String
  ) {
    self.title = title
    self.context = context
    self.requirements = requirements
    self.constraints = constraints
    self.acceptanceCriteria = acceptanceCriteria
    self.notes = notes
    self.permalink = permalink
  }
}
