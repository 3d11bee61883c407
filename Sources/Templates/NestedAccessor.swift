/// A field that holds models of another type; the type itself is known only inside the closures.
struct NestedAccessor<Model>: Sendable {
  let isList: Bool
  let holds: @Sendable (Model) -> Bool
  /// Key of the nested model as a field of this one; a list has none.
  let member: @Sendable (String) -> Accessor<Model>?
  /// Starts a section of the field.
  let open: @Sendable (SlotCounter) -> OpenedSection<Model>

  static func section<Child: TemplateModel>(_ get: @escaping @Sendable (Model) -> Child?) -> Self {
    NestedAccessor(
      isList: false,
      holds: { get($0) != nil },
      member: { name in Child.fields[name]?.lifted(through: get) },
      open: { counter in
        let scope = ModelScope<Child>(counter: counter)
        return OpenedSection(scope: scope) {
          let loaders = scope.loaders
          return { model in get(model).map { .rows(Rows([$0], loaders: loaders)) } ?? .empty }
        }
      })
  }

  static func list<Child: TemplateModel>(_ get: @escaping @Sendable (Model) -> [Child]) -> Self {
    NestedAccessor(
      isList: true,
      holds: { !get($0).isEmpty },
      member: { _ in nil },
      open: { counter in
        let scope = ModelScope<Child>(counter: counter)
        return OpenedSection(scope: scope) {
          let loaders = scope.loaders
          return { model in .rows(Rows(get(model), loaders: loaders)) }
        }
      })
  }

  func lifted<Outer>(through get: @escaping @Sendable (Outer) -> Model?) -> NestedAccessor<Outer> {
    NestedAccessor<Outer>(
      isList: isList,
      holds: { get($0).map(holds) ?? false },
      member: { member($0)?.lifted(through: get) },
      open: { counter in
        let opened = open(counter)
        return OpenedSection(scope: opened.scope) {
          let load = opened.close()
          return { outer in get(outer).map(load) ?? .empty }
        }
      })
  }
}

/// A section while its body is bound.
struct OpenedSection<Model> {
  /// Scope of the body.
  let scope: any Scope
  /// Called once, when the body is bound and the scope knows what the body uses; returns what loads the rows.
  let close: () -> @Sendable (Model) -> Slot
}
