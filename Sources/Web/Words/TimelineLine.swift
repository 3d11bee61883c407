internal import Domain
internal import Messages
internal import Pipeline
internal import Storage
internal import Templates

/// A line of the timeline in words.
struct TimelineLine: TemplateModel, Equatable {
  enum Tone: String, Sendable { case good, attention, bad, moving, quiet }

  let text: String
  let tone: Tone
  let type: String
  let source: EventOrigin.Source
  let by: String
  let at: Moment
  let links: [Link]
  let ids: [CopyableID]

  static var fields: Fields<Self> {
    [
      .text("text", \.text), .text("tone", \.tone.rawValue), .text("type", \.type), .text("source", \.source.rawValue), .text("by", \.by),
      .section("at", \.at), .list("links", \.links), .list("ids", \.ids),
    ]
  }

  init(_ entry: TaskPages.Entry, now: Timestamp, in words: Words) {
    let told = TimelineWords(entry, words)
    text = told.text
    tone = told.tone
    type = entry.typeName
    source = entry.source
    // Asana's webhooks name people by number only, which tells nobody anything.
    let isNumber = entry.source == .asana && entry.actor.flatMap(Int64.init) != nil
    by = (isNumber ? nil : entry.actor) ?? told.source
    at = Moment.absolute(entry.at, now: now, in: words)
    links = told.links
    ids = told.ids
  }
}

/// An id that can be copied whole.
struct CopyableID: TemplateModel, Equatable {
  let label: String
  let value: String

  static var fields: Fields<Self> {
    [.text("label", \.label), .text("short") { Short.id($0.value) }, .text("value", \.value)]
  }
}
