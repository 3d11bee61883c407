internal import HTTP

/// Writes response heads.
struct ResponseEncoder {
  /// How the end of the body will be known.
  enum Framing: Equatable {
    case none
    /// Bytes.
    case length(Int)
    case chunked
    case untilClose
  }

  /// What the answer says about the connection.
  enum Persistence {
    /// HTTP/1.1 keeps a connection without a word.
    case implied
    /// HTTP/1.0 wants to be told (RFC 9112 §9.3).
    case keepAlive
    case close
  }

  let worker: ServerWorker
  let requestID: String
  /// Microseconds since 1970.
  let now: Int64

  func appendHead(_ response: Response, _ framing: Framing, _ persistence: Persistence, to output: inout [UInt8]) {
    appendStatus(response.status, to: &output)
    worker.appendDate(to: &output, now: now)
    for (name, value) in response.headers.fields {
      output.append(field: name.text, value.text)
    }
    worker.standing.append(beside: response.headers, to: &output)
    switch framing {
    case .none, .untilClose: break
    case .length(let count):
      output.append("content-length: ")
      output.append(decimal: count)
      output.append("\r\n")
    case .chunked: output.append("transfer-encoding: chunked\r\n")
    }
    output.append("x-request-id: ")
    output.append(requestID)
    switch persistence {
    case .implied: output.append("\r\n\r\n")
    case .keepAlive: output.append("\r\nconnection: keep-alive\r\n\r\n")
    case .close: output.append("\r\nconnection: close\r\n\r\n")
    }
  }

  private func appendStatus(_ status: Status, to output: inout [UInt8]) {
    if status == .ok {
      output.append("HTTP/1.1 200 OK\r\n")
    } else {
      output.append("HTTP/1.1 ")
      output.append(decimal: status.code)
      output.append(" ")
      output.append(status.reason)
      output.append("\r\n")
    }
  }
}

extension [UInt8] {
  /// Appends the text as UTF-8 in one copy.
  mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { unsafe append(contentsOf: $0) }
  }

  /// Appends one header line in one step.
  mutating func append(field name: String, _ value: String) {
    let (name, value) = (name.utf8.span, value.utf8.span)
    append(addingCapacity: name.count + value.count + 4) { line in
      for position in name.indices { line.append(name[position]) }
      line.append(UInt8(ascii: ":"))
      line.append(0x20)
      for position in value.indices { line.append(value[position]) }
      line.append(0x0D)
      line.append(0x0A)
    }
  }

  /// Appends a number that is not negative.
  mutating func append(decimal value: Int) {
    var divisor = 1
    while value / divisor >= 10 { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(truncatingIfNeeded: 48 + value / divisor % 10))
      divisor /= 10
    }
  }
}
