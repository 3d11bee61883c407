/// What is wrong with a template, and where.
package struct TemplateError: Error, Equatable, Sendable {
  /// Name of the template without `.mustache`, such as `web/dashboard`; path of the folder when that cannot be read.
  package let template: String
  /// Place of the tag, or nil when the whole file is meant.
  package let position: SourcePosition?
  /// The fault itself.
  package let reason: Reason

  /// Makes an error of one template.
  package init(template: String, position: SourcePosition?, reason: Reason) {
    self.template = template
    self.position = position
    self.reason = reason
  }

  /// Closed set of faults.
  package enum Reason: Equatable, Sendable {
    // While a file is read and parsed
    case unreadable(errno: Int32)
    case unreadableFolder(errno: Int32)
    case notUTF8
    case unclosedTag
    case badName(String)
    case badDelimiters
    case unclosedSection(String)
    case strayClosing(String)
    case mismatchedClosing(expected: String, found: String)
    case nestingTooDeep(limit: Int)

    // While a library is put together
    case unknownMessage(String)
    case duplicateTemplate
    case unknownPartial(String)
    case partialCycle([String])
    case unescapedOutput(String)

    // While a template is bound to a model
    case unknownTemplate
    case contentOutsideLayout
    case tooLarge(limit: Int)
    case unknownKey(String, model: String)
    case notPrintable(String, FieldKind)
    case notCondition(String)
    case markupNeedsUnescapedTag(String)
    case notMarkup(String)
  }
}

extension TemplateError: CustomStringConvertible {
  /// `web/dashboard.mustache:3:7: unknown key "titel" …`, one line.
  package var description: String {
    if case .unreadableFolder = reason { return "\(template): \(reason)" }
    let place = position.map { ":\($0.line):\($0.column)" } ?? ""
    return "\(template).mustache\(place): \(reason)"
  }
}

extension TemplateError.Reason: CustomStringConvertible {
  /// The fault as a fragment of a sentence.
  package var description: String {
    switch self {
    case .unreadable(let errno): "cannot be read, errno \(errno)"
    case .unreadableFolder(let errno): "folder cannot be read, errno \(errno)"
    case .notUTF8: "not valid UTF-8"
    case .unclosedTag: "tag is never closed"
    case .badName(let name): "\"\(name)\" is not a name"
    case .badDelimiters: "delimiters must be two words without blanks or \"=\""
    case .unclosedSection(let name): "section \"\(name)\" is never closed"
    case .strayClosing(let name): "\"\(name)\" is closed but was not opened"
    case .mismatchedClosing(let expected, let found): "\"\(found)\" is closed where \"\(expected)\" is open"
    case .nestingTooDeep(let limit): "nested more than \(limit) deep"
    case .unknownMessage(let key): "there is no message \"\(key)\""
    case .duplicateTemplate: "there are two templates of this name"
    case .unknownPartial(let name): "unknown partial \"\(name)\""
    case .partialCycle(let names): "partials include each other: \(names.joined(separator: " > "))"
    case .unescapedOutput(let key): "unescaped output of \"\(key)\" is not on the allow-list"
    case .unknownTemplate: "there is no such template"
    case .contentOutsideLayout: "\"content\" is the page inside a layout, but no page was given"
    case .tooLarge(let limit): "more than \(limit) partials are put in"
    case .unknownKey(let key, let model): "unknown key \"\(key)\" in \(model)"
    case .notPrintable(let key, let kind): "\"\(key)\" is a \(kind) and cannot be printed"
    case .notCondition(let key): "\"\(key)\" is a number and cannot be a section"
    case .markupNeedsUnescapedTag(let key): "\"\(key)\" is markup: print it with {{{\(key)}}}"
    case .notMarkup(let key): "\"\(key)\" is not TrustedMarkup and must be escaped"
    }
  }
}
