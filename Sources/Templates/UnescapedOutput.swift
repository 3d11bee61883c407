/// Entry of the allow-list: this template may print this key without escaping, if the key is ``TrustedMarkup``.
package struct UnescapedOutput: Hashable, Sendable {
  /// Name of the template, such as `web/layout`.
  package let template: String
  /// Key as written in the tag, such as `frame.csrfField`.
  package let key: String

  /// Makes an entry of the allow-list.
  package init(template: String, key: String) {
    self.template = template
    self.key = key
  }
}
