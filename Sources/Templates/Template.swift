/// Parsed Mustache template, not yet bound to anything.
///
/// Source of the rules: the Mustache specification 1.4 (github.com/mustache/spec), without lambdas, inheritance and dynamic names.
package struct Template: Sendable {
  /// Deepest nesting of sections and, apart from it, of partials.
  package static let nestingLimit = 64

  /// Name without `.mustache`, such as `web/dashboard`.
  package let name: String
  let source: [UInt8]
  let nodes: [Node]

  /// Parses UTF-8 `source`.
  ///
  /// - Throws: a fault of spelling, with its place.
  /// - Complexity: O(*n*) in the length of the source.
  package init(name: String, source: [UInt8]) throws(TemplateError) {
    var parser = TemplateParser(name: name, source: source)
    nodes = try parser.parse()
    self.name = name
    self.source = source
  }

  func error(_ reason: TemplateError.Reason, at offset: Int) -> TemplateError {
    TemplateError(template: name, position: SourcePosition(offset: offset, in: source), reason: reason)
  }
}
