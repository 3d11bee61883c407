/// Unparsed template.
package struct TemplateSource: Sendable {
  /// Path below the folder, without `.mustache`, such as `web/dashboard`.
  package let name: String
  /// UTF-8.
  package let bytes: [UInt8]

  /// Makes a source of its parts.
  package init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }
}
