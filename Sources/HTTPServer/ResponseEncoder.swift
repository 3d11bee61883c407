internal import HTTP

/// Writes response heads.
enum ResponseEncoder {
  /// How the end of the body will be known.
  enum Framing: Equatable {
    case none
    /// Bytes.
    case length(Int)
    case chunked
    case untilClose
  }

  static func appendHead(
    _ response: Response, framing: Framing, requestID: String, closes: Bool, worker: ServerWorker, to output: inout [UInt8]
  ) {
    output += statusLine(response.status)
    worker.appendDate(to: &output)
    for (name, value) in response.headers.fields {
      output += name.text.utf8
      output += ": ".utf8
      output += value.text.utf8
      output += "\r\n".utf8
    }
    switch framing {
    case .none, .untilClose: break
    case .length(let count):
      output += "content-length: ".utf8
      appendNumber(count, to: &output)
      output += "\r\n".utf8
    case .chunked: output += "transfer-encoding: chunked\r\n".utf8
    }
    output += "x-request-id: ".utf8
    output += requestID.utf8
    output += (closes ? "\r\nconnection: close\r\n\r\n" : "\r\n\r\n").utf8
  }

  static func appendNumber(_ value: Int, to output: inout [UInt8]) {
    output += String(value).utf8
  }

  private static let okLine = Array("HTTP/1.1 200 OK\r\n".utf8)

  private static func statusLine(_ status: Status) -> [UInt8] {
    status == .ok ? okLine : Array("HTTP/1.1 \(status.code) \(status.reason)\r\n".utf8)
  }
}
