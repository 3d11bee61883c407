/// Ordered header fields of a message this program writes, or of an answer its client read.
package struct Headers: Sendable, Equatable, ExpressibleByDictionaryLiteral {
  package private(set) var fields: [(name: FieldName, value: FieldValue)]

  package init() { fields = [] }

  /// One field.
  package init(_ name: FieldName, _ value: FieldValue) { fields = [(name: name, value: value)] }

  package init(dictionaryLiteral elements: (FieldName, FieldValue)...) {
    fields = elements.map { (name: $0.0, value: $0.1) }
  }

  /// First value of a field.
  package subscript(name: FieldName) -> String? {
    fields.first { $0.name == name }?.value.text
  }

  /// All values of a field, in order.
  package func values(_ name: FieldName) -> [String] {
    fields.filter { $0.name == name }.map(\.value.text)
  }

  package mutating func append(_ name: FieldName, _ value: FieldValue) {
    fields.append((name: name, value: value))
  }

  /// Replaces every field of that name.
  package mutating func set(_ name: FieldName, _ value: FieldValue) {
    fields.removeAll { $0.name == name }
    append(name, value)
  }

  package static func == (left: Headers, right: Headers) -> Bool {
    left.fields.elementsEqual(right.fields) { $0.name == $1.name && $0.value == $1.value }
  }
}
