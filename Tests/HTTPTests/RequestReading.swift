import HTTP
import HTTPServer

/// What a byte sequence was understood as, by the parser alone.
struct RequestReading: Equatable {
  var methods: [String] = []
  var targets: [String] = []
  var bodies: [String] = []
  var failure: ParseFailure?
  /// The last message says `close`: nothing behind it is read.
  var isClosed = false

  /// Feeds `pieces` one after the other, as a connection would.
  init(_ pieces: [[UInt8]]) {
    var input: [UInt8] = []
    var phase = Phase.head(HeadParser())
    for piece in pieces {
      input += piece
      while !isClosed, failure == nil, step(&input, &phase) {}
    }
  }

  private enum Phase {
    case head(HeadParser)
    case fixed(Int, closes: Bool)
    case chunked(ChunkedDecoder, [UInt8], closes: Bool)
  }

  /// - Returns: whether there may be more to understand in `input`.
  private mutating func step(_ input: inout [UInt8], _ phase: inout Phase) -> Bool {
    do {
      switch phase {
      case .head(var parser):
        guard case .complete(let head, let framing, let end) = try parser.parse(input.span) else {
          phase = .head(parser)
          return false
        }
        take(head)
        input.removeFirst(end)
        phase = next(framing)
        if case .head = phase { isClosed = !framing.keepsAlive }
      case .fixed(let count, let closes):
        guard input.count >= count else { return false }
        finish(Array(input[..<count]), closes, &phase)
        input.removeFirst(count)
      case .chunked(var decoder, var body, let closes):
        let used = try decoder.decode(input.span, into: &body)
        input.removeFirst(used)
        phase = .chunked(decoder, body, closes: closes)
        guard decoder.isDone else { return false }
        finish(body, closes, &phase)
      }
      return true
    } catch {
      failure = error
      return false
    }
  }

  private mutating func take(_ head: RequestHead) {
    methods.append(head.method.rawValue)
    targets.append(head.path + (head.query.map { "?" + $0 } ?? ""))
  }

  private func next(_ framing: HeadFraming) -> Phase {
    switch framing.body {
    case .none: .head(HeadParser())
    case .length(let count): .fixed(count, closes: !framing.keepsAlive)
    case .chunked: .chunked(ChunkedDecoder(bodyLimit: 1 << 20), [], closes: !framing.keepsAlive)
    }
  }

  private mutating func finish(_ body: [UInt8], _ closes: Bool, _ phase: inout Phase) {
    bodies.append(String(decoding: body, as: UTF8.self))
    isClosed = closes
    phase = .head(HeadParser())
  }
}
