internal import HTTP

/// A webhook's filters: an event passes when any of them lets it through, or when there is none.
struct AsanaFilter: Sendable {
  private static let actions: Set<String> = ["changed", "added", "removed", "deleted", "undeleted"]

  /// - Throws: 400 for a filter Asana would not take.
  static func check(_ filters: [JSONValue]) throws(Refusal) {
    for filter in filters {
      guard filter["resource_type"]?.string != nil || filter["action"]?.string != nil else {
        throw .asana(.badRequest, "filters: a filter needs resource_type or action")
      }
      if let action = filter["action"]?.string, !actions.contains(action) {
        throw .asana(.badRequest, "filters: action is not valid: \(action)")
      }
      if let fields = filter["fields"], fields != .null, filter["action"]?.string != "changed" {
        throw .asana(.badRequest, "filters: fields may only be given with the action changed")
      }
    }
  }

  static func passes(_ event: JSONValue, _ filters: [JSONValue]) -> Bool {
    filters.isEmpty || filters.contains { passes(event, filter: $0) }
  }

  private static func passes(_ event: JSONValue, filter: JSONValue) -> Bool {
    let resource = event["resource"]
    return equal(filter["resource_type"], resource?["resource_type"]) && equal(filter["resource_subtype"], resource?["resource_subtype"])
      && equal(filter["action"], event["action"]) && hasField(filter["fields"], event["change"]?["field"])
  }

  private static func equal(_ wanted: JSONValue?, _ actual: JSONValue?) -> Bool {
    guard let wanted, wanted != .null else { return true }
    return wanted == actual
  }

  private static func hasField(_ wanted: JSONValue?, _ actual: JSONValue?) -> Bool {
    guard let fields = wanted?.array, !fields.isEmpty else { return true }
    return actual.map(fields.contains) ?? false
  }
}
