/// A sentence that is not yet in a language: its key and what stands in its places.
package struct Message: Sendable, Equatable {
  package let key: String
  /// Values by the name of their place: `{name}`.
  package let arguments: [String: String]
  /// Chooses the plural form, and stands in the place `{n}`.
  package let count: Int?

  package init(_ key: String, _ arguments: [String: String] = [:], count: Int? = nil) {
    self.key = key
    self.arguments = arguments
    self.count = count
  }
}
