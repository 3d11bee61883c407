/// A page of a list.
package struct Slice: Sendable, Equatable {
  /// Most rows of it.
  package let limit: Int
  /// Rows in front of the first one.
  package let offset: Int

  package init(limit: Int, offset: Int) {
    self.limit = limit
    self.offset = offset
  }
}
