internal import FoundationEssentials

/// What one delivery of Asana asks to look at again: it says that tasks changed, never what they are now.
///
/// Codable: stored in place of the body it came from.
package struct AsanaEvents: Sendable, Equatable, Codable {
  package enum ParseError: Error, Equatable, Sendable {
    case notJSON
    /// Valid JSON of another shape; names the place.
    case unexpected(at: String)
  }

  /// Task of the delivery, its events put together.
  package struct TouchedTask: Sendable, Equatable, Codable {
    /// The last thing that happened to its presence; `changed` when nothing did.
    package enum Action: String, Sendable, Codable { case changed, added, removed, deleted, undeleted }

    package let gid: String
    package let action: Action
    /// Who did it all; nil when the system or several actors did.
    package let userGid: String?

    package init(gid: String, action: Action, userGid: String?) {
      self.gid = gid
      self.action = action
      self.userGid = userGid
    }
  }

  /// In order of first appearance, each task once.
  package let tasks: [TouchedTask]
  /// Events of the delivery, those about other things included; 0 is a heartbeat.
  package let eventCount: Int

  package init(tasks: [TouchedTask], eventCount: Int) {
    self.tasks = tasks
    self.eventCount = eventCount
  }

  /// Sent right after the handshake and every 8 hours.
  package var isHeartbeat: Bool { eventCount == 0 }

  /// Reads the raw body of a delivery. Events without a known task are counted and passed over.
  package static func parse(_ body: [UInt8]) throws(ParseError) -> AsanaEvents {
    let events = try decode(AsanaWire.Delivery.self, from: Data(body)).events
    var coalescer = TaskCoalescer()
    for event in events { coalescer.add(event) }
    return AsanaEvents(tasks: coalescer.tasks, eventCount: events.count)
  }

  private static func decode<Value: Decodable>(_ type: Value.Type, from data: Data) throws(ParseError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch DecodingError.dataCorrupted(let context) where context.codingPath.isEmpty {
      throw .notJSON
    } catch DecodingError.keyNotFound(let key, let context) {
      throw .unexpected(at: path(context.codingPath + [key]))
    } catch DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context),
      DecodingError.dataCorrupted(let context)
    {
      throw .unexpected(at: path(context.codingPath))
    } catch {
      throw .notJSON
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.isEmpty ? "the whole body" : keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
  }
}

extension AsanaEvents {
  /// JSON to store.
  package var summaryJSON: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // Strings and numbers only: there is nothing an encoder could refuse.
    guard let data = try? encoder.encode(self) else { preconditionFailure("a summary cannot be encoded") }
    return String(decoding: data, as: UTF8.self)
  }

  /// Reads what `summaryJSON` wrote.
  package init(summaryJSON text: String) throws(ParseError) {
    self = try Self.decode(AsanaEvents.self, from: Data(text.utf8))
  }
}
