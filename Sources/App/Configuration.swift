internal import Crypto
internal import FoundationEssentials
internal import HTTPClient
internal import HTTPServer
internal import Log

/// Everything the environment decides, read once.
struct Configuration: Sendable {
  enum Environment: String, Sendable, CaseIterable { case development, staging, production }

  let environment: Environment
  let databaseURL: String
  let listen: ListenAddress
  let publicURL: BaseURL
  let publicURLText: String
  /// Whether somebody chose the public address, or it follows from where this process listens.
  let isPublicURLSet: Bool
  let masterKeys: MasterKeyring
  let initToken: SecretBytes?
  let asana: BaseURL
  let github: BaseURL
  /// Addresses named in the environment may lie in private networks; the built-in ones may not.
  let allowedPrivateAddresses: Set<HostPort>
  let log: Log

  init(_ variables: Variables) throws(ConfigurationError) {
    environment = try variables.choice("AUTOFLOW_ENV", of: Environment.self) ?? .development
    databaseURL = try Self.databaseURL(variables)
    let listenText = variables["AUTOFLOW_LISTEN"] ?? "127.0.0.1:8080"
    guard let listen = ListenAddress(listenText) else {
      throw ConfigurationError("AUTOFLOW_LISTEN", "an address and port such as 127.0.0.1:8080, or unix:PATH")
    }
    self.listen = listen
    publicURLText = Self.trimmed(variables["AUTOFLOW_PUBLIC_URL"] ?? "http://" + (listenText.hasPrefix("unix:") ? "localhost" : listenText))
    isPublicURLSet = variables["AUTOFLOW_PUBLIC_URL"] != nil
    publicURL = try Self.url(publicURLText, "AUTOFLOW_PUBLIC_URL")
    masterKeys = try Self.masterKeys(variables, environment)
    initToken = try Self.initToken(variables)
    asana = try Self.url(variables["ASANA_API_URL"] ?? "https://app.asana.com/api/1.0", "ASANA_API_URL")
    github = try Self.url(variables["GITHUB_API_URL"] ?? "https://api.github.com", "GITHUB_API_URL")
    let named = [variables["ASANA_API_URL"] == nil ? nil : asana, variables["GITHUB_API_URL"] == nil ? nil : github]
    allowedPrivateAddresses = Set(named.compactMap { $0?.hostPort })
    log = try Self.log(variables, environment)
  }

  var isSecure: Bool { publicURLText.hasPrefix("https://") }

  private static func databaseURL(_ variables: Variables) throws(ConfigurationError) -> String {
    let shape = "a libpq URI such as postgresql:///autoflow?host=/run/postgresql"
    let text = try variables.required("DATABASE_URL", shape)
    guard text.hasPrefix("postgresql://") || text.hasPrefix("postgres://") else { throw ConfigurationError("DATABASE_URL", shape) }
    return text
  }

  private static func trimmed(_ text: String) -> String {
    text.hasSuffix("/") ? String(text.dropLast()) : text
  }

  private static func url(_ text: String, _ name: String) throws(ConfigurationError) -> BaseURL {
    do { return try BaseURL(parsing: text) } catch {
      throw ConfigurationError(name, "an http or https address such as https://flow.example.com")
    }
  }

  private static func masterKeys(_ variables: Variables, _ environment: Environment) throws(ConfigurationError) -> MasterKeyring {
    // Development makes do with a fixed key, so that a checkout runs; anything else insists on a real one.
    let fixed = environment == .development ? "YXV0b2Zsb3cgZGV2ZWxvcG1lbnQga2V5LCBubyByZWE=" : nil
    guard let current = try masterKey("AUTOFLOW_MASTER_KEY", variables, otherwise: fixed) else {
      throw ConfigurationError("AUTOFLOW_MASTER_KEY", masterKeyShape)
    }
    return MasterKeyring(current: current, previous: try masterKey("AUTOFLOW_MASTER_KEY_PREVIOUS", variables, otherwise: nil))
  }

  private static let masterKeyShape = "32 random bytes in base64, as `openssl rand -base64 32` prints them"

  /// A key from the variable, or from the file that the variable with the suffix `_FILE` names; the file wins.
  private static func masterKey(
    _ name: String, _ variables: Variables, otherwise fixed: String?
  ) throws(ConfigurationError) -> MasterKey? {
    let fileName = name + "_FILE"
    var text = variables[name] ?? fixed
    if let file = variables[fileName] {
      guard let content = try? String(contentsOfFile: file, encoding: .utf8) else {
        throw ConfigurationError(fileName, "the path of a readable file with 32 random bytes in base64")
      }
      text = content
    }
    guard let text else { return nil }
    do { return try MasterKey(base64: String(text.filter { !$0.isWhitespace })) } catch {
      throw ConfigurationError(variables[fileName] == nil ? name : fileName, masterKeyShape)
    }
  }

  private static func initToken(_ variables: Variables) throws(ConfigurationError) -> SecretBytes? {
    guard let token = variables["INIT_ADMIN_TOKEN"] else { return nil }
    guard token.utf8.count >= 16 else { throw ConfigurationError("INIT_ADMIN_TOKEN", "at least 16 random characters") }
    return SecretBytes(token)
  }

  private static func log(_ variables: Variables, _ environment: Environment) throws(ConfigurationError) -> Log {
    let text = variables["AUTOFLOW_LOG"] ?? (environment == .development ? "text:info" : "json:info")
    let parts = text.split(separator: ":").map(String.init)
    let level = parts.count == 2 ? LogLevel(name: parts[1]) : parts.count == 1 ? .info : nil
    guard let format = parts.first, ["text", "json"].contains(format), let level else {
      throw ConfigurationError("AUTOFLOW_LOG", "text or json with a level: text:debug, json:info, text:warning, json:error")
    }
    return Log(format: format == "json" ? .json : .text, threshold: level)
  }
}
