internal import Glibc
internal import Synchronization

/// The PostgreSQL server that tests use.
struct TestServer: Sendable {
  /// Why there is no server.
  enum Failure: Error, CustomStringConvertible {
    case notConfigured
    case unusable

    var description: String {
      switch self {
      case .notConfigured: "no database for tests: run script/test, which sets one up, or set AUTOFLOW_TEST_DATABASE_URL"
      case .unusable:
        "the address of the test database must look like postgresql://user@host:port/database or postgresql:///database?host=/folder"
      }
    }
  }

  /// Address of a database in which others can be created and dropped.
  let url: String
  private let beforeName: Substring
  private let afterName: Substring

  init(url: String) throws(Failure) {
    guard let scheme = url.firstRange(of: "://"), let slash = url[scheme.upperBound...].firstIndex(of: "/") else { throw .unusable }
    self.url = url
    beforeName = url[...slash]
    let rest = url[url.index(after: slash)...]
    afterName = rest[(rest.firstIndex(of: "?") ?? rest.endIndex)...]
  }

  /// - Throws: `notConfigured`, `unusable`.
  static func fromEnvironment() throws(Failure) -> TestServer {
    for name in ["AUTOFLOW_TEST_DATABASE_URL", "DATABASE_URL"] {
      if let value = variable(name), !value.isEmpty { return try TestServer(url: value) }
    }
    throw .notConfigured
  }

  func url(database: String) -> String { beforeName + database + afterName }

  private static let nextNumber = Atomic<Int>(0)

  /// Start of the names of databases made by tests; what follows first is the second of creation.
  static let prefix = "autoflow_test_"

  /// Unique among all processes, with the time of creation so that leftovers can be told.
  static func freshName() -> String {
    "\(prefix)\(time(nil))_\(getpid())_\(nextNumber.wrappingAdd(1, ordering: .relaxed).oldValue)"
  }

  private static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}
