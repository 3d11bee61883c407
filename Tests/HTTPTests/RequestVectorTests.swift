import FoundationEssentials
import HTTP
import HTTPServer
import Testing

/// The collected request vectors beside the project; skipped where they are absent.
struct RequestVector: Decodable, Sendable, CustomTestStringConvertible {
  let file: String
  let title: String
  let b64: String
  let verdict: String
  let methods: [String]
  let urls: [String]
  let bodies: [String]
  let messagesComplete: Int

  enum CodingKeys: String, CodingKey {
    case file, title, b64, verdict, methods, urls, bodies
    case messagesComplete = "messages_complete"
  }

  var testDescription: String { "\(file): \(title)" }
  var bytes: [UInt8] { Array(Data(base64Encoded: b64) ?? Data()) }

  static let path = "../shared/vectors/http1-requests.jsonl"

  static let all: [RequestVector] = {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [] }
    return text.split(separator: "\n").compactMap { try? JSONDecoder().decode(RequestVector.self, from: Data($0.utf8)) }
  }()

  /// Where this server is deliberately stricter or freer than the tool the vectors came from.
  var exception: String? {
    switch title {
    case "SOURCE request with ICE", "OPTIONS request with RTSP", "ANNOUNCE request with RTSP": "other protocols are refused"
    case "No HTTP version": "HTTP/0.9 is refused"
    case "Content-Length reset when no body is received": "a promised body is waited for"
    case "POST with `chunked` as last transfer-encoding", "POST with `chunked` as last transfer-encoding (multiple headers)":
      "codings other than chunked are refused with 501"
    default: nil
    }
  }
}

@Suite struct RequestVectorTests {
  static let isPresent = !RequestVector.all.isEmpty

  @Test(.enabled(if: isPresent, "\(RequestVector.path) is absent"))
  func `the collection is whole`() {
    #expect(RequestVector.all.count == 131)
    #expect(RequestVector.all.filter { $0.exception != nil }.count == 7)
  }

  @Test(.enabled(if: isPresent, "\(RequestVector.path) is absent"), arguments: RequestVector.all)
  func `a request is understood as the collection says`(vector: RequestVector) {
    let reading = RequestReading([vector.bytes])
    if vector.exception != nil {
      #expect(reading.failure != nil || reading.methods.count < vector.messagesComplete)
    } else if vector.verdict == "accept" {
      #expect(reading.failure == nil)
      #expect(reading.methods == Array(vector.methods.prefix(reading.methods.count)))
      #expect(reading.methods.count >= vector.messagesComplete)
      #expect(vector.bodies.joined().hasPrefix(reading.bodies.joined()))
      #expect(
        reading.bodies.count >= vector.messagesComplete || reading.bodies.joined().isEmpty || vector.bodies.count > reading.bodies.count)
    } else {
      expectRefusal(vector, reading)
    }
  }

  /// A refused sequence ends in a failure once the line it hangs in is finished, or stops being read where the vector says so.
  private func expectRefusal(_ vector: RequestVector, _ reading: RequestReading) {
    let finished = RequestReading([vector.bytes, Array("\r\n\r\n\r\n\r\n".utf8)])
    // An upgrade is never taken up here, which RFC 9110 §7.8 allows: without bytes behind it there is nothing to refuse.
    let ignoresUpgrade = vector.title == "Setting a flag and pausing" && reading.methods == ["PUT"]
    let stopsReading = reading.isClosed && reading.methods.count == vector.messagesComplete
    #expect(finished.failure != nil || stopsReading || ignoresUpgrade)
    #expect(reading.methods.count <= max(1, vector.messagesComplete))
  }

  @Test(.enabled(if: isPresent, "\(RequestVector.path) is absent"), arguments: RequestVector.all)
  func `splitting at any byte changes nothing`(vector: RequestVector) {
    let bytes = vector.bytes
    let whole = RequestReading([bytes])
    for cut in 0...bytes.count {
      #expect(RequestReading([Array(bytes[..<cut]), Array(bytes[cut...])]) == whole, "cut at \(cut)")
    }
    #expect(RequestReading(bytes.map { [$0] }) == whole, "one byte at a time")
  }
}
