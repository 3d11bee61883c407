/// HTML that is put into a page as it is. The only type that `{{{key}}}` prints, and only where the allow-list names it.
package struct TrustedMarkup: Sendable, Equatable {
  /// UTF-8 HTML.
  package let html: String

  /// Declares `html` safe: every outside value in it must have been escaped already.
  package init(trusted html: String) {
    self.html = html
  }
}
