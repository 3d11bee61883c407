internal import Templates

/// How far a section is set up, in a word of the page's language.
struct SettingsState: TemplateModel, Equatable {
  enum Tone: String, Sendable { case good, attention, bad, quiet }

  let word: String
  let tone: Tone

  init(_ word: String, _ tone: Tone) {
    self.word = word
    self.tone = tone
  }

  static var fields: Fields<Self> { [.text("word", \.word), .text("tone", \.tone.rawValue)] }
}
