internal import Synchronization

/// The templates of a running program; in development it reads them again when files change.
package final class TemplateStore: Sendable {
  /// When files are read again.
  package enum Reload: Sendable {
    /// Never: the files are read once.
    case never
    /// When a file came, went or changed; looked for at most once a second of `now`. File calls block: for development only.
    case whenChanged(now: @Sendable () -> ContinuousClock.Instant)
  }

  private let folder: TemplateFolder
  private let unescaped: Set<UnescapedOutput>
  private let reload: Reload
  private let messages: MessageTags?
  private let state: Mutex<State>

  /// What the last reading gave.
  private struct State {
    var entries: [TemplateFolder.Entry]
    var version: Version
    var checkedAt: ContinuousClock.Instant?
  }

  /// One reading of the folder.
  struct Version: Sendable {
    /// Grows by one with each reading.
    let number: Int
    let library: Result<TemplateLibrary, TemplateError>
  }

  /// Reads and checks every template of `folder`; `unescaped` lists what may be printed without escaping.
  ///
  /// - Parameter messages: text of a message tag's key, such as `login.title` for `{{t.login.title}}`; nil leaves such tags alone.
  /// - Throws: the first fault, also in development: a program does not start with broken templates.
  package init(
    folder: TemplateFolder, unescaped: Set<UnescapedOutput>, reload: Reload, messages: (@Sendable (String) -> String?)? = nil
  ) throws(TemplateError) {
    self.folder = folder
    self.messages = messages.map(MessageTags.init)
    self.unescaped = unescaped
    self.reload = reload
    // Listed before reading: a change in between is then seen as one.
    let entries = try folder.entries()
    let library = try Self.library(folder, self.messages, unescaped)
    state = Mutex(State(entries: entries, version: Version(number: 0, library: .success(library)), checkedAt: nil))
  }

  private static func library(
    _ folder: TemplateFolder, _ messages: MessageTags?, _ unescaped: Set<UnescapedOutput>
  ) throws(TemplateError) -> TemplateLibrary {
    var sources = try folder.sources()
    if let messages {
      for index in sources.indices { sources[index] = try messages.replaced(in: sources[index]) }
    }
    return try TemplateLibrary(sources: sources, unescaped: unescaped)
  }

  /// Binds a template to its model, inside `layout` when one is given (see ``TemplateLibrary/bind(_:layout:to:)``).
  ///
  /// - Throws: the first name that does not fit the model.
  package func page<Model: TemplateModel>(
    _ name: String, layout: String?, of model: Model.Type
  ) throws(TemplateError) -> PageTemplate<Model> {
    let version = state.withLock { $0.version }
    let bound = try version.library.get().bind(name, layout: layout, to: model)
    return switch reload {
    case .never: PageTemplate(fixed: bound)
    case .whenChanged: PageTemplate(live: LivePage(name: name, layout: layout, store: self, bound: bound, version: version.number))
    }
  }

  /// The newest reading, after looking for changes when that is due.
  func refreshed() -> Version {
    guard case .whenChanged(let now) = reload else { return state.withLock { $0.version } }
    let time = now()
    return state.withLock { state in
      if let checkedAt = state.checkedAt, time - checkedAt < .seconds(1) { return state.version }
      state.checkedAt = time
      readAgainIfChanged(&state)
      return state.version
    }
  }

  private func readAgainIfChanged(_ state: inout State) {
    let found = Result { () throws(TemplateError) in try folder.entries() }
    if case .success(state.entries) = found, case .success = state.version.library { return }
    let library = Result { () throws(TemplateError) in
      try Self.library(folder, messages, unescaped)
    }
    if case .success(let entries) = found { state.entries = entries }
    state.version = Version(number: state.version.number + 1, library: library)
  }
}
