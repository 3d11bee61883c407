/// The keys of a model. Names are unique.
package struct Fields<Model>: Sendable, ExpressibleByArrayLiteral {
  private let accessors: [String: Accessor<Model>]

  /// Makes a list of keys; two fields of one name are a programming error.
  package init(arrayLiteral fields: Field<Model>...) {
    var accessors: [String: Accessor<Model>] = [:]
    for field in fields {
      precondition(accessors[field.name] == nil, "two fields are named \(field.name)")
      accessors[field.name] = field.accessor
    }
    self.accessors = accessors
  }

  /// The field of a name without dots.
  subscript(name: String) -> Accessor<Model>? { accessors[name] }
}
