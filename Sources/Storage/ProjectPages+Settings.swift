package import Domain
package import Postgres

extension ProjectPages {
  /// A project's configuration, without its secrets.
  package struct Settings: Sendable, Equatable {
    /// Stands in webhook addresses.
    package let publicID: String
    /// Grows with every saved section.
    package let version: Int64
    /// `strict`, `repair` or `keywords`.
    package let linking: String
    package let agentLogins: [String]
    /// Markdown.
    package let notes: String
    package let workspace: String?
    package let autoField: String?
    package let repositoryField: String?
    package let statusField: String?
    package let integrations: IntegrationFacts
    package let autoValues: [String]
    /// Option of the status field and the hold it means.
    package let statusMap: [Pair]
    /// Option of the repository field and the repository it means.
    package let repositoryMap: [Pair]
    package let repositories: [Repository]
    package let asanaProjects: [String]
    /// Title and address.
    package let links: [Pair]
    /// Role, and name with handle.
    package let contacts: [Pair]
  }

  /// A name and what it stands for.
  package struct Pair: Sendable, Equatable {
    package let name: String
    package let value: String

    package init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// - Returns: nil when the project is gone.
  package func settings(of project: ProjectID) async throws(DatabaseError) -> Settings? {
    let statements = [
      ProjectPageStatements.settings, ProjectStatements.autoValueNames, ProjectStatements.holdNames, ProjectStatements.mapNames,
      ProjectStatements.repositories, ProjectPageStatements.asanaHooks, ProjectStatements.links, ProjectStatements.contacts,
    ]
    let rows = try await database.batch(statements.map { ($0, [.id(project)]) }, scope: .project(project.rawValue))
    guard let row = rows[0].first else { return nil }
    return Settings(
      publicID: try row.text(0), version: try row.int(15), linking: try row.text(1), agentLogins: try row.texts(2).compactMap { $0 },
      notes: try row.text(3),
      workspace: try row.optionalText(4), autoField: try row.optionalText(5), repositoryField: try row.optionalText(6),
      statusField: try row.optionalText(7), integrations: try IntegrationFacts(row, from: 8),
      autoValues: try rows[1].decoded { row throws(DatabaseError) in try row.text(0) }, statusMap: try rows[2].pairs(),
      repositoryMap: try rows[3].pairs(), repositories: try Self.repositories(rows[4]),
      asanaProjects: try rows[5].decoded { row throws(DatabaseError) in
        let gid = try row.text(0)
        return try row.optionalText(1).map { "\($0) (\(gid))" } ?? gid
      },
      links: try rows[6].decoded { row throws(DatabaseError) in Pair(name: try row.text(1), value: try row.text(2)) },
      contacts: try rows[7].decoded { row throws(DatabaseError) in
        Pair(name: try row.text(0), value: try row.text(1) + " " + row.text(2))
      })
  }
}

extension Rows {
  /// Decodes each row.
  func decoded<Value>(_ decode: (Row) throws(DatabaseError) -> Value) throws(DatabaseError) -> [Value] {
    var values: [Value] = []
    values.reserveCapacity(count)
    for row in self { values.append(try decode(row)) }
    return values
  }

  func pairs() throws(DatabaseError) -> [ProjectPages.Pair] {
    try decoded { row throws(DatabaseError) in ProjectPages.Pair(name: try row.text(0), value: try row.text(1)) }
  }
}
