/// A field that holds models of another type; the type itself is known only inside the closures.
struct NestedAccessor<Model>: Sendable {
  let isList: Bool
  let holds: @Sendable (Model) -> Bool
  /// Key of the nested model as a field of this one; a list has none.
  let member: @Sendable (String) -> Accessor<Model>?
  /// Starts a section of the field.
  let open: @Sendable (SlotCounter) -> OpenedSection<Model>

  /// A model that is always there: reached without the detour of an optional, whose type the runtime would have to look up at every use.
  static func section<Child: TemplateModel>(_ get: @escaping @Sendable (Model) -> Child) -> Self {
    let known = KnownFields<Child>()
    return NestedAccessor(
      isList: false,
      holds: { _ in true },
      member: { name in known.fields[name]?.lifted(through: get) },
      open: { counter in
        opened(ModelScope(known.fields, counter: counter)) { load in
          { model, slots in
            load(get(model), &slots)
            return .present
          }
        }
      })
  }

  static func section<Child: TemplateModel>(_ get: @escaping @Sendable (Model) -> Child?) -> Self {
    let known = KnownFields<Child>()
    return NestedAccessor(
      isList: false,
      holds: { get($0) != nil },
      member: { name in known.fields[name]?.lifted(through: get) },
      open: { counter in
        opened(ModelScope(known.fields, counter: counter)) { load in
          { model, slots in
            guard let child = get(model) else { return .empty }
            load(child, &slots)
            return .present
          }
        }
      })
  }

  static func list<Child: TemplateModel>(_ get: @escaping @Sendable (Model) -> [Child]) -> Self {
    let known = KnownFields<Child>()
    return NestedAccessor(
      isList: true,
      holds: { !get($0).isEmpty },
      member: { _ in nil },
      open: { counter in
        opened(ModelScope(known.fields, counter: counter)) { load in { model, _ in .rows(Rows(get(model), load: load)) } }
      })
  }

  private static func opened<Child: TemplateModel>(
    _ scope: ModelScope<Child>, _ loading: @escaping (@escaping Loader<Child>) -> SectionLoader<Model>
  ) -> OpenedSection<Model> {
    OpenedSection(scope: scope) { loading(scope.loader) }
  }

  func lifted<Outer>(through get: @escaping @Sendable (Outer) -> Model) -> NestedAccessor<Outer> {
    NestedAccessor<Outer>(
      isList: isList,
      holds: { holds(get($0)) },
      member: { member($0)?.lifted(through: get) },
      open: { counter in
        let opened = open(counter)
        return OpenedSection(scope: opened.scope) {
          let load = opened.close()
          return { outer, slots in load(get(outer), &slots) }
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
          return { outer, slots in
            guard let model = get(outer) else { return .empty }
            return load(model, &slots)
          }
        }
      })
  }
}

/// Reads a section of a model: gives its slot's content, and loads the only item of one that is no list.
typealias SectionLoader<Model> = @Sendable (Model, inout MutableSpan<Slot>) -> Slot

/// A section while its body is bound.
struct OpenedSection<Model> {
  /// Scope of the body.
  let scope: any Scope
  /// Called once, when the body is bound and the scope knows what the body uses; returns what loads the section.
  let close: () -> SectionLoader<Model>
}
