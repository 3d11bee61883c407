import HTTP
import HTTPClient
import Testing

/// Requests against Asana's own description, of whose YAML only the indentation is used.
@Suite(.enabled(if: Contracts.isHere, Contracts.absence)) struct AsanaContractTests {
  /// Lines below a key, up to the next one of the same or a smaller indentation.
  private static func block(_ key: String, indent: Int, in lines: ArraySlice<Substring>) -> ArraySlice<Substring>? {
    let head = String(repeating: " ", count: indent) + key + ":"
    guard let start = lines.firstIndex(where: { $0 == head }) else { return nil }
    let rest = lines[(start + 1)...]
    let end = rest.firstIndex { line in !line.allSatisfy { $0 == " " } && line.prefix { $0 == " " }.count <= indent }
    return rest[..<(end ?? rest.endIndex)]
  }

  private static func names(_ lines: ArraySlice<Substring>, _ prefix: String) -> [String] {
    lines.compactMap { line in
      let text = line.drop { $0 == " " }
      return text.hasPrefix(prefix) ? String(text.dropFirst(prefix.count)) : nil
    }
  }

  private func check(_ request: ClientRequest, paths: ArraySlice<Substring>) throws {
    let templates = paths.filter { $0.hasPrefix("  /") }.map { String($0.dropFirst(2).dropLast()) }
    let candidates = templates.filter { matches(template: $0, path: request.path) }
    let template = try #require(candidates.first { !$0.contains("{") } ?? candidates.first, "\(request.line): unknown path")
    let path = try #require(Self.block(template, indent: 2, in: paths))
    let operation = try #require(
      Self.block(request.method.rawValue.lowercased(), indent: 4, in: path), "\(request.line): unknown method")
    let parameters = Set(
      Self.names(path, "- name: ")
        + Self.names(path, "- $ref: '#/components/parameters/").map { String($0.dropLast()).replacing("_query_param", with: "") })
    let fields = Set(Self.names(operation, "- "))
    for pair in request.query {
      #expect(parameters.contains(pair.name), "\(request.line): unknown parameter \(pair.name)")
      guard pair.name == "opt_fields" else { continue }
      // The list of each operation leaves out `gid`, which every resource has.
      for field in pair.value.split(separator: ",").map(String.init) {
        let isListed = fields.contains(field) || (field.hasSuffix(".gid") && fields.contains(String(field.dropLast(4))))
        #expect(isListed, "\(request.line): unknown field \(field)")
      }
    }
  }

  private func checkBody(_ request: ClientRequest, lines: ArraySlice<Substring>, schema: [String]) throws {
    let body = try #require(request.body)
    let sent = try #require(try JSONValue(bytes: body)["data"]?.object)
    let text = schema.flatMap { Self.block($0, indent: 4, in: lines) ?? [] }
    for name in sent.keys { #expect(text.contains { $0.drop { $0 == " " } == "\(name):" }, "\(request.line): unknown property \(name)") }
  }

  @Test func `every request is one that Asana describes`() async throws {
    let text = try Contracts.text("asana/asana_oas.yaml")
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
    let paths = try #require(Self.block("paths", indent: 0, in: lines))
    let requests = try await RecordedRequests.asana()
    #expect(requests.count == 18)
    for request in requests { try check(request, paths: paths) }
    let schemas: [String: [String]] = [
      "PUT /tasks/12": ["TaskBase"], "POST /tasks/12/stories": ["StoryBase"], "POST /webhooks": ["WebhookRequest"],
    ]
    let writes = requests.filter { $0.body != nil }
    #expect(writes.count == 4)
    for write in writes { try checkBody(write, lines: lines, schema: try #require(schemas[write.line])) }
  }
}
