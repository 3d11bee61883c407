/// Custom field attached to a project.
package struct AsanaField: Sendable, Equatable {
  /// Option of an enumeration field. Asana never deletes one, it disables it.
  package struct Option: Sendable, Equatable {
    package let gid: String
    package let name: String
    package let isEnabled: Bool

    package init(gid: String, name: String, isEnabled: Bool) {
      self.gid = gid
      self.name = name
      self.isEnabled = isEnabled
    }
  }

  package let gid: String
  package let name: String
  /// `enum`, `number`, `text`, ...; empty when Asana did not say.
  package let subtype: String
  package let options: [Option]

  package init(gid: String, name: String, subtype: String, options: [Option]) {
    self.gid = gid
    self.name = name
    self.subtype = subtype
    self.options = options
  }

  /// Enabled option of that name, else one that differs in case only; a gid stands for itself.
  package func option(named name: String) -> Option? {
    let enabled = options.filter(\.isEnabled)
    return enabled.first { $0.gid == name } ?? enabled.first { $0.name == name }
      ?? enabled.first { $0.name.lowercased() == name.lowercased() }
  }
}

extension AsanaField {
  init(_ wire: AsanaWire.FieldSetting.Field) {
    self.init(
      gid: wire.gid, name: wire.name ?? "", subtype: wire.subtype ?? "",
      options: (wire.options ?? []).map { Option(gid: $0.gid, name: $0.name ?? "", isEnabled: $0.enabled ?? true) })
  }
}
