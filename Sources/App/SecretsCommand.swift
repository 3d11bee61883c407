internal import Crypto
internal import Postgres
internal import Storage

/// `autoflow secrets check` and `autoflow secrets rotate`
enum SecretsCommand {
  /// Values a transaction of a rotation locks: small, so that nobody waits long for one.
  private static let batchSize = 50

  static func run(_ arguments: [String], _ runtime: Runtime) async throws {
    let options = try Options(arguments)
    guard options.words == ["check"] || options.words == ["rotate"] else { throw ConfigurationError("secrets", "check or rotate") }
    let configuration = try Configuration(runtime.variables)
    try await SchemaCheck.require(configuration.databaseURL, runtime)
    let stores = Stores(configuration, loops: runtime.loops)
    do {
      if options.words == ["check"] { try await check(stores) } else { try await rotate(stores) }
    } catch {
      await stores.database.close()
      throw error
    }
    await stores.database.close()
  }

  private static func check(_ stores: Stores) async throws {
    let check = try await SecretCheck(stores)
    for name in check.unreadable { Output.line("cannot read \(name)") }
    for name in check.underPrevious { Output.line("under the previous master key: \(name)") }
    Output.line("\(check.readable) readable, \(check.unreadable.count) not")
    if !check.unreadable.isEmpty {
      throw CommandFailure("\(check.unreadable.count) cannot be read; bring back the master key that sealed them, or enter them again")
    }
  }

  private static func rotate(_ stores: Stores) async throws {
    let rotation = try await stores.sealed.rotate(batchSize: batchSize)
    for place in rotation.failures { Output.line("cannot open the \(place)") }
    Output.line("moved to the current master key: \(rotation.projectKeys) project keys, \(rotation.secondFactors) second factors")
    let current = try await stores.sealed.check().count { $0.owner == .current }
    Output.line("under the current master key: \(current) of \(current + rotation.failures.count)")
    if !rotation.failures.isEmpty {
      throw CommandFailure(
        "\(rotation.failures.count) could not be opened; set AUTOFLOW_MASTER_KEY_PREVIOUS or AUTOFLOW_MASTER_KEY_PREVIOUS_FILE to the key that "
          + "sealed them and run this again")
    }
  }
}
