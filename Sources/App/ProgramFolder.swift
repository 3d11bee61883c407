internal import Actions
internal import FoundationEssentials

/// Where `Templates`, `Public` and `Migrations` lie: `AUTOFLOW_HOME`, else the working folder, else a folder above the program.
struct ProgramFolder: Sendable {
  let path: String

  init(_ variables: Variables) throws(ConfigurationError) {
    let manager = FileManager.default
    var candidates = [manager.currentDirectoryPath]
    if let program = try? manager.destinationOfSymbolicLink(atPath: "/proc/self/exe") {
      var parts = program.split(separator: "/").dropLast()
      while !parts.isEmpty {
        candidates.append("/" + parts.joined(separator: "/"))
        parts = parts.dropLast()
      }
    }
    if let home = variables["AUTOFLOW_HOME"] { candidates = [home] }
    guard let found = candidates.first(where: { manager.fileExists(atPath: $0 + "/Migrations") }) else {
      throw ConfigurationError("AUTOFLOW_HOME", "the folder that holds Templates, Public and Migrations")
    }
    path = found
  }

  var templates: String { path + "/Templates" }
  var messages: String { path + "/Templates/messages" }
  var assets: String { path + "/Public" }
  var migrations: String { path + "/Migrations" }

  /// The list of passwords that nobody may choose.
  func commonPasswords() throws(ConfigurationError) -> CommonPasswords {
    let file = templates + "/passwords/common.txt"
    guard let list = try? String(contentsOfFile: file, encoding: .utf8), let common = CommonPasswords(list: list) else {
      throw ConfigurationError("AUTOFLOW_HOME", "a folder whose \(file) can be read")
    }
    return common
  }
}
