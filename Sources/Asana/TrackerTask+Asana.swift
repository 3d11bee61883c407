internal import Domain

extension TrackerTask {
  /// - Throws: `malformed` when `modified_at` is not a time.
  init(_ wire: AsanaWire.Task, fields: TrackerFields) throws(PortError) {
    guard let modifiedAt = Timestamp(iso8601: wire.modifiedAt) else {
      throw .malformed(reason: "Asana's task \(wire.gid) has no readable modified_at")
    }
    let values = wire.customFields ?? []
    func value(_ gid: String?) -> AsanaWire.FieldValue? { gid.flatMap { gid in values.first { $0.gid == gid } } }
    self.init(
      key: wire.gid, title: wire.name ?? "", notes: wire.notes ?? "",
      permalink: wire.permalink ?? "https://app.asana.com/0/0/\(wire.gid)/f", isCompleted: wire.completed,
      autoOption: value(fields.auto)?.autoOption, repositoryOption: value(fields.repository)?.option,
      statusOption: value(fields.status)?.option, modifiedAt: modifiedAt)
  }
}

extension AsanaWire.FieldValue {
  /// The chosen option; nil when none is chosen or the chosen one is disabled.
  var option: TrackerOption? {
    guard let enumValue, enumValue.enabled != false else { return nil }
    return TrackerOption(id: enumValue.gid, name: enumValue.name ?? "")
  }

  /// Option gid, or `"true"` for a ticked boolean or a number other than 0; nil for everything that reads as off. Asana has no check box: an enumeration or a number stands
  /// in for it, and a boolean is understood should one come.
  var autoOption: String? {
    if let option { return option.id }
    if let booleanValue { return booleanValue ? "true" : nil }
    if let numberValue { return numberValue == 0 ? nil : "true" }
    let isBoolean = subtype == "boolean" || subtype == "checkbox"
    return isBoolean && displayValue?.lowercased() == "true" ? "true" : nil
  }
}
