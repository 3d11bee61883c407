internal import Domain
internal import Pipeline
package import Storage

/// Writes a project as the file that `ApplyProject` reads.
package struct ExportProject: Sendable {
  private let projects: ProjectStore
  private let vault: SecretVault

  package init(projects: ProjectStore, vault: SecretVault) {
    self.projects = projects
    self.vault = vault
  }

  /// The file, in an order that is always the same. Secrets that are set stand in it as names of environment variables.
  /// - Returns: nil when there is no project of that slug.
  package func callAsFunction(_ slug: String) async throws -> String? {
    guard let project = try await projects.find(slug: slug) else { return nil }
    let definition = try await projects.definition(of: project.id)
    let secrets = Set(try await vault.names(project: project.id))
    return ProjectText(definition, secrets: secrets).json.text + "\n"
  }
}

/// A definition as JSON.
private struct ProjectText {
  private let definition: ProjectDefinition
  private let secrets: Set<SecretName>

  init(_ definition: ProjectDefinition, secrets: Set<SecretName>) {
    self.definition = definition
    self.secrets = secrets
  }

  var json: JSONLayout {
    .fields([
      ("slug", .text(definition.slug)), ("name", definition.name.map(JSONLayout.text)), ("asana", asana), ("github", github),
      ("links", definition.links.map { .list($0.map(Self.link)) }), ("contacts", definition.contacts.map { .list($0.map(Self.contact)) }),
      ("notes", definition.notes.map(JSONLayout.text)),
    ])
  }

  private var asana: JSONLayout {
    let part = definition.asana
    return .fields([
      ("token", secret(.asanaToken, "ASANA_TOKEN")), ("workspace", part.workspace.map(JSONLayout.text)),
      ("projects", part.projects.map(Self.texts)),
      (
        "fields",
        .fields([
          ("auto", part.autoField.map(JSONLayout.text)), ("repository", part.repositoryField.map(JSONLayout.text)),
          ("status", part.statusField.map(JSONLayout.text)),
        ])
      ),
      ("auto_values", part.autoValues.map(Self.texts)), ("status_map", part.holds.map { Self.map($0.mapValues(\.fileWord)) }),
      ("repository_map", part.repositories.map { Self.map($0.mapValues(\.description)) }),
    ])
  }

  private var github: JSONLayout {
    .fields([
      ("token", secret(.githubToken, "GITHUB_TOKEN")), ("webhook_secret", secret(.githubWebhook, "GITHUB_WEBHOOK_SECRET")),
      (
        "repositories",
        definition.repositories.map { repositories in
          .list(
            repositories.map { repository in
              .fields([("name", .text(repository.name.description)), ("default", repository.isDefault ? .flag(true) : nil)])
            })
        }
      ),
      ("agent_logins", definition.agentLogins.map(Self.texts)), ("linking", definition.linking.map { .text($0.rawValue) }),
    ])
  }

  /// `{"env": "DEMO_ASANA_TOKEN"}` for a secret that is set.
  private func secret(_ name: SecretName, _ suffix: String) -> JSONLayout? {
    guard secrets.contains(name) else { return nil }
    let variable = definition.slug.uppercased().replacing("-", with: "_") + "_" + suffix
    // A name of a variable does not begin with a digit (POSIX.1-2017, 8.1).
    return .fields([("env", .text(variable.first?.isNumber == true ? "_" + variable : variable))])
  }

  private static func link(_ link: ProjectContext.Link) -> JSONLayout {
    .fields([("kind", .text(link.kind)), ("url", .text(link.url)), ("title", .text(link.title)), ("tags", texts(link.tags))])
  }

  private static func contact(_ contact: ProjectContext.Contact) -> JSONLayout {
    .fields([("role", .text(contact.role)), ("name", .text(contact.name)), ("handle", .text(contact.handle))])
  }

  private static func texts(_ texts: [String]) -> JSONLayout { .list(texts.map(JSONLayout.text)) }

  private static func map(_ map: [String: String]) -> JSONLayout {
    .fields(map.sorted { $0.key < $1.key }.map { ($0.key, .text($0.value)) })
  }
}
