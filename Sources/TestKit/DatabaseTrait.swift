package import Testing

/// Gives a suite a migrated database of its own, which its tests share and reach as `TestDatabase.current`; on a test, each case of it.
package struct DatabaseTrait: SuiteTrait, TestTrait, TestScoping {
  let folder: String
  let role: String?

  package func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void
  ) async throws {
    try await TestDatabase.with(template: .of(folder: folder), role: role, function)
  }
}

extension Trait where Self == DatabaseTrait {
  /// The product's schema and role.
  package static var database: Self { DatabaseTrait(folder: TestFolders.root + "/Migrations", role: "autoflow_app") }

  /// Another schema, for tests of the database tools themselves.
  package static func database(migrations folder: String, role: String?) -> Self { DatabaseTrait(folder: folder, role: role) }
}
