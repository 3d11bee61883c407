internal import Crypto
internal import Domain
internal import HTTP

/// Offset pagination: `limit` 1...100, opaque tokens that stop working after a quarter of an hour.
struct AsanaPage: Sendable {
  private let limit: Int?
  private let start: Int

  /// Time a token lives.
  private static let lifetime: Duration = .seconds(900)
  /// Objects an unpaginated answer is cut to.
  private static let unpaginated = 1000

  init(_ query: FormFields, now: Timestamp) throws(Refusal) {
    limit = try Self.limit(query["limit"])
    guard let offset = query["offset"] else {
      start = 0
      return
    }
    guard limit != nil, let start = Self.start(offset, now: now) else {
      throw .asana(.badRequest, "offset: Your pagination token has expired.")
    }
    self.start = start
  }

  private static func limit(_ text: String?) throws(Refusal) -> Int? {
    guard let text else { return nil }
    guard let limit = Int(text), (1...100).contains(limit) else { throw .asana(.badRequest, "limit: Must be between 1 and 100: \(text)") }
    return limit
  }

  private static func start(_ offset: String, now: Timestamp) -> Int? {
    guard let bytes = Base64.decode(offset, .urlSafe), let text = String(validating: bytes, as: UTF8.self) else { return nil }
    let parts = text.split(separator: ":")
    guard parts.count == 3, parts[0] == "page", let start = Int(parts[1]), let issued = Int64(parts[2]) else { return nil }
    return now.since(Timestamp(microseconds: issued)) < lifetime ? start : nil
  }

  /// - Parameter path: below the API's base, with the query but without `offset`.
  func body(_ items: [JSONValue], path: String, address: String, now: Timestamp) -> JSONValue {
    guard let limit else { return ["data": .array(Array(items.prefix(Self.unpaginated)))] }
    let end = min(start + limit, items.count)
    let page = start < end ? Array(items[start..<end]) : []
    guard end < items.count else { return ["data": .array(page), "next_page": nil] }
    let offset = Base64.encode(Array("page:\(end):\(now.microseconds)".utf8), .urlSafe)
    let next = "\(path)\(path.contains("?") ? "&" : "?")offset=\(offset)"
    let nextPage: JSONValue = [
      "offset": .string(offset), "path": .string(next), "uri": .string("\(address)\(Vendor.asana.prefix)\(next)"),
    ]
    return ["data": .array(page), "next_page": nextPage]
  }
}
