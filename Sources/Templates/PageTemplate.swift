internal import Synchronization

/// Template of one page, ready to be rendered.
package struct PageTemplate<Model: TemplateModel>: Sendable {
  private let source: Source

  private enum Source: Sendable {
    case fixed(BoundTemplate<Model>)
    case live(LivePage<Model>)
  }

  init(fixed bound: BoundTemplate<Model>) {
    source = .fixed(bound)
  }

  init(live page: LivePage<Model>) {
    source = .live(page)
  }

  /// Appends the page to `buffer` as UTF-8. In development a template that is broken by now gives a page with its fault instead.
  package func render(_ model: Model, into buffer: inout [UInt8]) {
    switch source {
    case .fixed(let bound): bound.render(model, into: &buffer)
    case .live(let page):
      switch page.current() {
      case .success(let bound): bound.render(model, into: &buffer)
      case .failure(let error): appendPage(of: error, to: &buffer)
      }
    }
  }

  private func appendPage(of error: TemplateError, to buffer: inout [UInt8]) {
    buffer.append(contentsOf: "<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\"><title>Template error</title><pre>".utf8)
    buffer.appendEscaped(error.description)
    buffer.append(contentsOf: "</pre></html>\n".utf8)
  }
}

/// Page in development: bound again when its store has read the files again.
final class LivePage<Model: TemplateModel>: Sendable {
  private let name: String
  private let layout: String?
  private let store: TemplateStore
  private let state: Mutex<State>

  private struct State {
    var version: Int
    var bound: Result<BoundTemplate<Model>, TemplateError>
  }

  init(name: String, layout: String?, store: TemplateStore, bound: BoundTemplate<Model>, version: Int) {
    self.name = name
    self.layout = layout
    self.store = store
    state = Mutex(State(version: version, bound: .success(bound)))
  }

  func current() -> Result<BoundTemplate<Model>, TemplateError> {
    let newest = store.refreshed()
    return state.withLock { state in
      guard state.version != newest.number else { return state.bound }
      state.version = newest.number
      state.bound = Result { () throws(TemplateError) in
        try newest.library.get().bind(name, layout: layout, to: Model.self)
      }
      return state.bound
    }
  }
}
