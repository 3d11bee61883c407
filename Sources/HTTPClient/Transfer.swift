internal import CCurl
internal import CLinux
internal import EventLoop
internal import HTTP

/// One exchange: what goes out, what has come in, and the libcurl handle while it runs. Confined to its loop.
@safe final class Transfer {
  typealias Outcome = Result<ClientResponse, ClientError>

  private enum Head: Equatable {
    case expected
    case open(isInterim: Bool)
    case complete
  }

  let request: PreparedRequest
  let mayReachPrivate: Bool
  let ticket: TransferTicket
  private let continuation: CheckedContinuation<Outcome, Never>

  var handle: UnsafeMutableRawPointer?
  var headerList: UnsafeMutablePointer<curl_slist>?
  /// Where libcurl writes what went wrong in a handshake.
  let errorText = UnsafeMutableBufferPointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))
  var timers: [TimerID] = []
  /// Whether it counts against its host's connections.
  var isRunning = false

  /// Set by a callback that makes libcurl give up; says more than libcurl's own result.
  private(set) var failure: ClientError?
  private(set) var isConnected = false
  /// Nanoseconds of the monotonic clock.
  private(set) var lastActivity = af_monotonic()

  private var bytesSent = 0
  private var head = Head.expected
  private var headers = Headers()
  private var headerBytes = 0
  private var body: [UInt8] = []

  private static let maximumHeaderBytes = 64 << 10

  init(
    _ request: PreparedRequest, mayReachPrivate: Bool, ticket: TransferTicket, continuation: CheckedContinuation<Outcome, Never>
  ) {
    self.request = request
    self.mayReachPrivate = mayReachPrivate
    self.ticket = ticket
    self.continuation = continuation
    unsafe errorText.initialize(repeating: 0)
  }

  deinit { unsafe errorText.deallocate() }

  /// libcurl's message about the last failure; empty when it gave none.
  var detail: String {
    unsafe String(decoding: errorText.lazy.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  func resume(_ outcome: Outcome) {
    continuation.resume(returning: outcome)
  }

  /// libcurl takes a connection that ends within the head for the end of an answer without a body; this does not.
  func outcome(status: Int) -> Outcome {
    guard head == .complete else { return .failure(.connectionLost) }
    let response = ClientResponse(status: status, headers: headers, body: body, receivedAt: af_realtime() / 1_000_000)
    return .success(response)
  }

  // MARK: What libcurl reports

  func connected() {
    isConnected = true
    lastActivity = af_monotonic()
  }

  /// Whether a socket to this address may be opened.
  func permits(_ address: [UInt8]) -> Bool {
    if mayReachPrivate || AddressRules.isPublic(address) { return true }
    failure = .forbiddenAddress
    return false
  }

  /// Copies the next part of the body; 0 at its end.
  func send(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    lastActivity = af_monotonic()
    guard let body = request.body else { return 0 }
    let count = min(buffer.count, body.count - bytesSent)
    unsafe buffer.copyBytes(from: body[bytesSent..<(bytesSent + count)])
    bytesSent += count
    return count
  }

  /// One line of a head, or of the trailers, which are not kept. The head of an interim answer (1xx) is forgotten when the next begins.
  func receive(headerLine line: UnsafeRawBufferPointer) -> Bool {
    lastActivity = af_monotonic()
    headerBytes += line.count
    guard headerBytes <= Self.maximumHeaderBytes else { return fail(.responseTooLarge) }
    let text = unsafe String(decoding: line, as: UTF8.self)
    switch head {
    case .expected:
      headers = Headers()
      head = .open(isInterim: text.split(separator: " ").dropFirst().first?.hasPrefix("1") == true)
    case .open(let isInterim) where text.utf8.allSatisfy { $0 == 13 || $0 == 10 }: head = isInterim ? .expected : .complete
    case .open: add(text)
    case .complete: break
    }
    return true
  }

  /// Part of the body, decompressed.
  func receive(body part: UnsafeRawBufferPointer) -> Bool {
    lastActivity = af_monotonic()
    guard part.count <= request.limits.maximumResponseBytes - body.count else { return fail(.responseTooLarge) }
    unsafe body.append(contentsOf: part)
    return true
  }

  private func fail(_ error: ClientError) -> Bool {
    failure = error
    return false
  }

  private func add(_ line: String) {
    guard let colon = line.utf8.firstIndex(of: UInt8(ascii: ":")), let name = FieldName(String(line[..<colon])) else { return }
    let isBlank: (UInt8) -> Bool = { [9, 10, 13, 32].contains($0) }
    let value = line.utf8[line.utf8.index(after: colon)...].drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    headers.append(name, FieldValue(replacingForbiddenBytesIn: String(decoding: Array(value), as: UTF8.self)))
  }
}
