/// Asana's JSON as Asana spells it (API 1.0, description of 2026-06-11). Only what is used; everything the vendor may leave out is optional.
enum AsanaWire {
  /// Every answer stands in `data`; lists add where the next page starts.
  struct Envelope<Value: Decodable>: Decodable {
    let data: Value
    let nextPage: NextPage?

    enum CodingKeys: String, CodingKey {
      case data
      case nextPage = "next_page"
    }
  }

  struct NextPage: Decodable {
    let offset: String
  }

  /// Body of every write.
  struct Write<Value: Encodable>: Encodable {
    let data: Value
  }

  struct Failure: Decodable {
    struct Entry: Decodable { let message: String? }
    let errors: [Entry]
  }

  struct Resource: Decodable {
    let gid: String
    let name: String?
  }

  struct User: Decodable {
    let gid: String
    let name: String?
    let workspaces: [Resource]?
  }

  struct Project: Decodable {
    let gid: String
    let name: String?
    let workspace: Resource?
  }

  struct Task: Decodable {
    let gid: String
    let name: String?
    let notes: String?
    let completed: Bool
    let modifiedAt: String
    let permalink: String?
    let customFields: [FieldValue]?

    enum CodingKeys: String, CodingKey {
      case gid, name, notes, completed
      case modifiedAt = "modified_at"
      case permalink = "permalink_url"
      case customFields = "custom_fields"
    }
  }

  struct Completion: Codable {
    let completed: Bool
  }

  /// Value of one custom field; Asana has no boolean type today, so that one is read only where an answer happens to have it.
  struct FieldValue: Decodable {
    let gid: String
    let subtype: String?
    let enumValue: Option?
    let numberValue: Double?
    let booleanValue: Bool?
    let displayValue: String?

    enum CodingKeys: String, CodingKey {
      case gid
      case subtype = "resource_subtype"
      case enumValue = "enum_value"
      case numberValue = "number_value"
      case booleanValue = "boolean_value"
      case displayValue = "display_value"
    }
  }

  struct Option: Decodable {
    let gid: String
    let name: String?
    let enabled: Bool?
  }

  struct FieldSetting: Decodable {
    struct Field: Decodable {
      let gid: String
      let name: String?
      let subtype: String?
      let options: [Option]?

      enum CodingKeys: String, CodingKey {
        case gid, name
        case subtype = "resource_subtype"
        case options = "enum_options"
      }
    }

    let field: Field?

    enum CodingKeys: String, CodingKey {
      case field = "custom_field"
    }
  }

  struct Story: Decodable {
    let gid: String
    let text: String?
  }

  struct NewStory: Encodable {
    let text: String
  }
}
