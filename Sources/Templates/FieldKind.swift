/// What a key of a model can be used for.
package enum FieldKind: String, Sendable, CustomStringConvertible {
  /// Printed escaped; as a section it holds when it is not empty.
  case text
  /// Printed in decimal digits.
  case number
  /// Section that holds or not.
  case flag
  /// Printed as it is; as a section it holds when it is not empty.
  case markup
  /// Section that is entered once when its model is there.
  case section
  /// Section that is entered once for each item.
  case list

  package var description: String { rawValue }
}
