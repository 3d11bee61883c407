extension AsanaWire {
  struct Webhook: Decodable {
    let gid: String
    let active: Bool?
    let target: String?
    let resource: Resource?
    let lastSuccessAt: String?
    let lastFailureAt: String?
    let lastFailure: String?

    enum CodingKeys: String, CodingKey {
      case gid, active, target, resource
      case lastSuccessAt = "last_success_at"
      case lastFailureAt = "last_failure_at"
      case lastFailure = "last_failure_content"
    }
  }

  /// The secret stands beside `data`, not in it.
  struct CreatedWebhook: Decodable {
    let data: Webhook
    let secret: String?

    enum CodingKeys: String, CodingKey {
      case data
      case secret = "X-Hook-Secret"
    }
  }

  struct NewWebhook: Encodable {
    let resource: String
    let target: String
    let filters: [Filter]
  }

  struct Filter: Encodable {
    let resourceType: String
    let action: String
    let fields: [String]?

    enum CodingKeys: String, CodingKey {
      case action, fields
      case resourceType = "resource_type"
    }
  }

  /// Body of a delivery.
  struct Delivery: Decodable {
    let events: [Event]
  }

  struct Event: Decodable {
    struct Subject: Decodable {
      let gid: String
      /// Absent for actors and resources of a kind Asana adds later.
      let resourceType: String?

      enum CodingKeys: String, CodingKey {
        case gid
        case resourceType = "resource_type"
      }
    }

    /// nil: the system.
    let user: Subject?
    let action: String?
    let resource: Subject?
    let parent: Subject?

    enum CodingKeys: String, CodingKey {
      case user, action, resource, parent
    }

    /// An actor of an unknown shape (Asana announced AI agents as actors) must not make the whole delivery unreadable.
    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      user = try? container.decodeIfPresent(Subject.self, forKey: .user)
      action = try container.decodeIfPresent(String.self, forKey: .action)
      resource = try container.decodeIfPresent(Subject.self, forKey: .resource)
      parent = try container.decodeIfPresent(Subject.self, forKey: .parent)
    }
  }
}
