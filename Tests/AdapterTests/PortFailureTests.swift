import Asana
import Crypto
import Domain
import GitHub
import HTTP
import HTTPClient
import Testing

/// What every adapter of a port has to do with answers and silences of the other side, whoever it is.
@Suite struct PortFailureTests {
  /// One call of a port, made against a transport that knows one answer.
  enum Port: String, CaseIterable, Sendable {
    case asana = "Asana"
    case gitHub = "GitHub"

    func failure(_ step: ScriptedTransport.Step, token: SecretBytes = Subject.token) async throws -> PortError? {
      do {
        switch self {
        case .asana:
          let none = TrackerFields(auto: nil, repository: nil, status: nil)
          _ = try await Subject.asana([step], token: token).0.loadTask("1", fields: none)
        case .gitHub:
          let name = try #require(RepositoryName("acme/api"))
          _ = try await Subject.gitHub([step], token: token).0.loadPullRequest(1, in: name)
        }
        return nil
      } catch let error as PortError {
        return error
      }
    }
  }

  /// Class of a failure, without its words.
  enum Kind: String, Sendable {
    case transient, rateLimited, unauthorised, forbidden, notFound, rejected, malformed, notConfigured

    init(_ error: PortError) {
      self =
        switch error {
        case .transient: .transient
        case .rateLimited: .rateLimited
        case .unauthorised: .unauthorised
        case .forbidden: .forbidden
        case .notFound: .notFound
        case .rejected: .rejected
        case .malformed: .malformed
        case .notConfigured: .notConfigured
        }
    }
  }

  static let statuses: [(Int, Kind)] = [
    (301, .notFound), (307, .notFound), (400, .rejected), (401, .unauthorised), (402, .forbidden), (403, .forbidden), (404, .notFound),
    (408, .transient), (409, .rejected), (410, .notFound), (412, .rejected), (422, .rejected), (429, .rateLimited), (451, .forbidden),
    (500, .transient), (502, .transient), (503, .transient), (504, .transient), (599, .transient),
  ]

  @Test(arguments: Port.allCases, statuses)
  func `every status has its class`(port: Port, row: (status: Int, kind: Kind)) async throws {
    let error = try #require(try await port.failure(.json(row.status, "<html>")))
    #expect(Kind(error) == row.kind)
    if row.kind != .rateLimited { #expect(error.reason.contains("\(port.rawValue) answered \(row.status) to GET ")) }
  }

  static let silences: [(ClientError, Kind)] = [
    (.nameNotResolved, .transient), (.connectionRefused, .transient), (.connectTimeout, .transient), (.totalTimeout, .transient),
    (.idleTimeout, .transient), (.connectionLost, .transient), (.cancelled, .transient), (.tlsFailed("expired"), .transient),
    (.responseTooLarge, .malformed), (.protocolError("x"), .malformed), (.forbiddenAddress, .rejected), (.invalidRequest, .rejected),
  ]

  @Test(arguments: Port.allCases, silences)
  func `every silence has its class`(port: Port, row: (error: ClientError, kind: Kind)) async throws {
    let error = try #require(try await port.failure(.failure(row.error)))
    #expect(Kind(error) == row.kind)
    #expect(error.reason.contains(port.rawValue))
  }

  @Test(arguments: Port.allCases, ["", "{", "[]", "null", #"{"data":[]}"#, #"{"data":{"gid":1}}"#, #"{"number":"x"}"#])
  func `a success that cannot be read is malformed`(port: Port, body: String) async throws {
    #expect(Kind(try #require(try await port.failure(.json(200, body)))) == .malformed)
  }

  @Test(arguments: Port.allCases, [("120", 120), ("0", 0), ("Fri, 15 Jan 2027 08:00:30 GMT", 30), ("soon", 60)])
  func `a 429 says how long to wait`(port: Port, row: (field: String, seconds: Int)) async throws {
    let headers: Headers = ["retry-after": FieldValue(replacingForbiddenBytesIn: row.field)]
    #expect(try await port.failure(.json(429, "{}", headers: headers)) == .rateLimited(retryAfter: .seconds(row.seconds)))
  }

  @Test(arguments: Port.allCases)
  func `a 429 without a time waits a minute, and no wait is longer than a day`(port: Port) async throws {
    #expect(try await port.failure(.json(429, "{}")) == .rateLimited(retryAfter: .seconds(60)))
    let forever = try await port.failure(.json(429, "{}", headers: ["retry-after": "99999999"]))
    #expect(forever == .rateLimited(retryAfter: .seconds(86_400)))
  }

  @Test(arguments: Port.allCases)
  func `without a token nothing is sent`(port: Port) async throws {
    let error = try #require(try await port.failure(.failure(.connectionLost), token: SecretBytes("")))
    #expect(Kind(error) == .notConfigured)
  }

  @Test(arguments: Port.allCases, statuses)
  func `no failure shows the token`(port: Port, row: (status: Int, kind: Kind)) async throws {
    let error = try #require(try await port.failure(.json(row.status, #"{"message":"no","errors":[{"message":"no"}]}"#)))
    #expect(!"\(error) \(error.reason)".contains("t0ken"))
  }

  @Test func `the vendors' words are in the reason, on one line and bounded`() async throws {
    let asana = try #require(try await Port.asana.failure(.json(400, #"{"errors":[{"message":"project: Missing\ninput","help":"h"}]}"#)))
    #expect(asana.reason == "Asana answered 400 to GET tasks/1: project: Missing input")
    let detail = #"{"message":"Validation Failed","errors":[{"resource":"Issue","field":"title","code":"missing_field"},"plain"]}"#
    let gitHub = try #require(try await Port.gitHub.failure(.json(422, detail)))
    #expect(gitHub.reason == "GitHub answered 422 to GET repos/acme/api/pulls/1: Validation Failed (title missing_field, plain)")
    let long = try #require(try await Port.gitHub.failure(.json(422, #"{"message":"\#(String(repeating: "x", count: 5000))"}"#)))
    #expect(long.reason.count < 300)
  }

  @Test(
    arguments: [
      (["x-ratelimit-remaining": "0", "x-ratelimit-reset": "1800000090"], "{}", 91),
      (["x-ratelimit-remaining": "0", "x-ratelimit-reset": "1799999999"], "{}", 1),
      (["retry-after": "30", "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1800000090"], "{}", 30),
      ([:], #"{"message":"You have exceeded a secondary rate limit. Please wait"}"#, 60),
    ] as [(Headers, String, Int)])
  func `GitHub's rate limits come as 403 too`(headers: Headers, body: String, seconds: Int) async throws {
    let expected = PortError.rateLimited(retryAfter: .seconds(seconds))
    #expect(try await Port.gitHub.failure(.json(403, body, headers: headers)) == expected)
    #expect(try await Port.gitHub.failure(.json(429, body, headers: headers)) == expected)
  }

  @Test func `a 403 with budget left is a refusal`() async throws {
    let headers: Headers = ["x-ratelimit-remaining": "4999", "x-ratelimit-reset": "1800000090"]
    let error = try #require(try await Port.gitHub.failure(.json(403, #"{"message":"Resource not accessible"}"#, headers: headers)))
    #expect(Kind(error) == .forbidden)
  }

  @Test func `a moved repository says so`() async throws {
    let error = try #require(try await Port.gitHub.failure(.json(301, #"{"message":"Moved Permanently"}"#)))
    #expect(error.reason.contains("moved, transferred or renamed"))
  }
}
