internal import Domain
internal import Messages
internal import Storage
internal import Templates

/// Model of `task.mustache`.
struct TaskModel: TemplateModel {
  let frame: Frame
  let state: TaskStateModel
  let timeline: TaskTimelineModel
  let specs: [SpecVersion]
  let topic: LiveTopic

  init(frame: Frame, state: TaskStateModel, timeline: TaskTimelineModel, topic: LiveTopic) {
    self.frame = frame
    self.state = state
    self.timeline = timeline
    specs = SpecVersion.all(state.task.specs, now: state.now, in: state.words)
    self.topic = topic
  }

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .text("title", \.state.title), .section("status", \.state.status), .section("since", \.state.since),
      .list("links", \.state.links), .section("repository", \.state.repository), .section("waits", \.state.waits),
      .list("steps", \.state.steps), .list("entries", \.timeline.lines), .section("timelineRange", \.timeline.range),
      .section("newer", \.timeline.newer), .section("older", \.timeline.older), .text("path", \.state.path),
      .flag("canAct", \.state.canAct), .list("repositories") { $0.state.options(current: $0.state.task.header.repository) },
      .section("live") { Live(state: $0.state.path + "?fragment=state", timeline: $0.timeline.liveSource, topic: "\($0.topic)") },
      .list("specs", \.specs), .flag("hasSpecs") { !$0.specs.isEmpty },
      .section("opencode") { OpenCodeModel($0.state.task.header, in: $0.state.words) },
    ]
  }

  struct Live: TemplateModel {
    let state: String
    let timeline: String
    let topic: String

    static var fields: Fields<Self> { [.text("stateSrc", \.state), .text("timelineSrc", \.timeline), .text("topic", \.topic)] }
  }

  /// A TaskSpec with what changed since the one before.
  struct SpecVersion: TemplateModel {
    let version: Int
    let isCurrent: Bool
    let at: Moment
    let text: String
    let changes: [SpecText.Change]

    static var fields: Fields<Self> {
      [
        .number("version", \.version), .flag("current", \.isCurrent), .section("at", \.at), .text("text", \.text),
        .list("changes", \.changes), .flag("changed") { !$0.changes.isEmpty },
      ]
    }

    /// - Parameter specs: newest first.
    static func all(_ specs: [TaskPages.SpecVersion], now: Timestamp, in words: Words) -> [SpecVersion] {
      let lines = specs.map { SpecText.lines($0.spec, in: words) }
      return specs.indices.map { index in
        SpecVersion(
          version: Int(specs[index].version), isCurrent: index == 0, at: .absolute(specs[index].createdAt, now: now, in: words),
          text: lines[index].joined(separator: "\n"),
          changes: index + 1 < lines.count ? SpecText.changes(from: lines[index + 1], to: lines[index]) : [])
      }
    }
  }
}
