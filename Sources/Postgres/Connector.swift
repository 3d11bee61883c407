internal import CLibpq
internal import EventLoop

/// Opens connections.
///
/// A whole attempt runs on a thread of its own pool: name look-ups and the 4,096 rounds of SCRAM block inside libpq even where it offers a
/// non-blocking interface, and a loop must never wait. `connect_timeout` bounds it.
struct Connector: Sendable {
  struct Failure: Error, Equatable {
    let reason: String
    /// Trying again cannot help: wrong password, no such database or role, an unusable address.
    let isPermanent: Bool
  }

  let configuration: DatabaseConfiguration
  /// Session settings by name; they travel in the start-up packet and cost no round trip.
  let settings: [(String, String)]
  let isPipelined: Bool

  /// Threads live as long as the process; an attempt holds one for at most the connect timeout.
  private static let threads = BlockingPool(name: "pg-connect", threads: 4, capacity: 1024)

  /// For pools of prepared statements.
  static func pipelined(_ configuration: DatabaseConfiguration) -> Connector {
    Connector(
      configuration: configuration,
      settings: [
        ("statement_timeout", "\(configuration.statementTimeout.inMicroseconds / 1000)"),
        ("idle_in_transaction_session_timeout", "\(configuration.idleTimeout.inMicroseconds / 1000)"),
        ("plan_cache_mode", configuration.planning.rawValue),
        ("enable_seqscan", configuration.planning == .generic ? "off" : "on"),
      ] + roleSetting(configuration.role),
      isPipelined: true)
  }

  /// For notifications and scripts: no statement timeout.
  static func plain(_ configuration: DatabaseConfiguration) -> Connector {
    Connector(configuration: configuration, settings: [("statement_timeout", "0")] + roleSetting(configuration.role), isPipelined: false)
  }

  private static func roleSetting(_ role: String?) -> [(String, String)] { role.map { [("role", $0)] } ?? [] }

  func open() async -> Result<Wire, Failure> {
    do {
      return try await Self.threads.run { Result { () throws(Failure) in try openBlocking() } }
    } catch {
      return .failure(Failure(reason: "too many connection attempts at once", isPermanent: false))
    }
  }

  private func openBlocking() throws(Failure) -> Wire {
    let address = try ConnectionAddress(configuration.url)
    guard let connection = unsafe connect(address) else { throw Failure(reason: "out of memory", isPermanent: false) }
    let wire = unsafe Wire(connection)
    guard wire.isGood else { throw unsafe failure(connection, address) }
    // libpq prints notices to the standard error unless told otherwise.
    _ = unsafe PQsetNoticeReceiver(connection, { _, _ in }, nil)
    let isReady = unsafe PQsetnonblocking(connection, 1) == 0 && (!isPipelined || PQenterPipelineMode(connection) == 1)
    guard isReady else { throw unsafe failure(connection, address) }
    return wire
  }

  private func connect(_ address: ConnectionAddress) -> OpaquePointer? {
    let seconds = max(2, (configuration.connectTimeout.inMicroseconds + 999_999) / 1_000_000)
    let parameters = [
      ("dbname", configuration.url), ("application_name", configuration.applicationName), ("client_encoding", "UTF8"),
      ("connect_timeout", "\(seconds)"), ("options", options(address)), ("keepalives_idle", "30"), ("keepalives_interval", "10"),
      ("keepalives_count", "3"), ("tcp_user_timeout", "30000"),
    ]
    let keywords = CStrings(parameters.map(\.0))
    let values = CStrings(parameters.map(\.1))
    return unsafe PQconnectdbParams(keywords.pointers, values.pointers, 1)
  }

  /// Session settings, after those of the address so that they win.
  private func options(_ address: ConnectionAddress) -> String {
    let fixed = [("TimeZone", "UTC"), ("DateStyle", "ISO"), ("bytea_output", "hex")]
    let ours = (fixed + settings).map { name, value in "-c \(name)=\(Self.escaped(value))" }
    return ([address.options] + ours).filter { !$0.isEmpty }.joined(separator: " ")
  }

  /// Spaces and backslashes separate options unless escaped (libpq manual, "options").
  private static func escaped(_ value: String) -> String {
    String(value.flatMap { $0 == " " || $0 == "\\" ? ["\\", $0] : [$0] })
  }

  private func failure(_ connection: OpaquePointer, _ address: ConnectionAddress) -> Failure {
    let text = unsafe PQerrorMessage(connection).map { unsafe String(cString: $0) } ?? ""
    return Failure(reason: address.redact(text), isPermanent: Self.isPermanent(text))
  }

  /// libpq 15 keeps the SQLSTATE of a refused connection to itself, so the text must do. It only decides how soon waiting requests fail.
  private static func isPermanent(_ message: String) -> Bool {
    let passing = ["starting up", "shutting down", "recovery", "too many", "remaining connection slots", "terminating connection"]
    return message.contains("FATAL:") && !passing.contains { message.contains($0) }
  }
}
