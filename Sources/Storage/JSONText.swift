internal import FoundationEssentials
internal import Pipeline

/// JSON as text columns hold it.
package enum JSONText {
  package static func encode(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else { preconditionFailure("values of this program always encode") }
    return String(decoding: data, as: UTF8.self)
  }

  /// - Throws: `StorageError.corrupt` naming `what`.
  package static func decode<Value: Decodable>(_ type: Value.Type, _ text: String, _ what: String) throws(StorageError) -> Value {
    do { return try JSONDecoder().decode(type, from: Data(text.utf8)) } catch { throw .corrupt(what) }
  }
}

/// The `ref_json` of a timeline entry.
struct ReferenceDocument: Encodable {
  let references: [TimelineEntry.Reference]

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    for reference in references {
      let key = Key(stringValue: reference.name)
      switch reference.value {
      case .text(let text): try container.encode(text.storable, forKey: key)
      case .number(let number): try container.encode(number, forKey: key)
      case .flag(let flag): try container.encode(flag, forKey: key)
      case .null: try container.encodeNil(forKey: key)
      }
    }
  }
}
