internal import Domain
internal import Storage
internal import Webhooks

/// Addresses outside systems are given.
enum WebhookAddress {
  static func asana(publicURL: String, project: String) -> String { "\(publicURL)/webhooks/asana/\(project)" }
  static func github(publicURL: String, project: String) -> String { "\(publicURL)/webhooks/github/\(project)" }
}

/// Stored summaries in words of the program.
enum DeliveryTranslation {
  static func interpret(_ delivery: StoredDelivery) throws -> DeliveryContent { try DeliveryInterpreter.interpret(delivery) }
}
