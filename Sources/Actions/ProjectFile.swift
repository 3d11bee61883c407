internal import FoundationEssentials

/// A project as a file, as people write it: the shape is described in docs/project-file.md. Unknown keys are refused by name.
struct ProjectFile: Decodable {
  struct Asana: Decodable {
    let token: SecretSource?
    let workspace: String?
    let projects: [String]?
    let fields: Fields?
    let autoValues: [String]?
    let statusMap: [String: String]?
    let repositoryMap: [String: String]?

    private enum CodingKeys: String, CodingKey, CaseIterable {
      case token, workspace, projects, fields
      case autoValues = "auto_values"
      case statusMap = "status_map"
      case repositoryMap = "repository_map"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.strictContainer(CodingKeys.self)
      token = try container.decodeIfPresent(SecretSource.self, forKey: .token)
      workspace = try container.decodeIfPresent(String.self, forKey: .workspace)
      projects = try container.decodeIfPresent([String].self, forKey: .projects)
      fields = try container.decodeIfPresent(Fields.self, forKey: .fields)
      autoValues = try container.decodeIfPresent([String].self, forKey: .autoValues)
      statusMap = try container.decodeIfPresent([String: String].self, forKey: .statusMap)
      repositoryMap = try container.decodeIfPresent([String: String].self, forKey: .repositoryMap)
    }
  }

  struct Fields: Decodable {
    let auto: String?
    let repository: String?
    let status: String?

    private enum CodingKeys: String, CodingKey, CaseIterable { case auto, repository, status }

    init(from decoder: any Decoder) throws {
      let container = try decoder.strictContainer(CodingKeys.self)
      auto = try container.decodeIfPresent(String.self, forKey: .auto)
      repository = try container.decodeIfPresent(String.self, forKey: .repository)
      status = try container.decodeIfPresent(String.self, forKey: .status)
    }
  }

  struct GitHub: Decodable {
    let token: SecretSource?
    let webhookSecret: SecretSource?
    let repositories: [Repository]?
    let agentLogins: [String]?
    let linking: String?

    private enum CodingKeys: String, CodingKey, CaseIterable {
      case token, repositories, linking
      case webhookSecret = "webhook_secret"
      case agentLogins = "agent_logins"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.strictContainer(CodingKeys.self)
      token = try container.decodeIfPresent(SecretSource.self, forKey: .token)
      webhookSecret = try container.decodeIfPresent(SecretSource.self, forKey: .webhookSecret)
      repositories = try container.decodeIfPresent([Repository].self, forKey: .repositories)
      agentLogins = try container.decodeIfPresent([String].self, forKey: .agentLogins)
      linking = try container.decodeIfPresent(String.self, forKey: .linking)
    }
  }

  struct Repository: Decodable {
    let name: String
    let isDefault: Bool

    private enum CodingKeys: String, CodingKey, CaseIterable {
      case name
      case isDefault = "default"
    }

    init(from decoder: any Decoder) throws {
      let container = try decoder.strictContainer(CodingKeys.self)
      name = try container.decode(String.self, forKey: .name)
      isDefault = try container.decodeIfPresent(Bool.self, forKey: .isDefault) ?? false
    }
  }

  struct Link: Decodable {
    let kind: String
    let url: String
    let title: String
    let tags: [String]

    private enum CodingKeys: String, CodingKey, CaseIterable { case kind, url, title, tags }

    init(from decoder: any Decoder) throws {
      let container = try decoder.strictContainer(CodingKeys.self)
      kind = try container.decode(String.self, forKey: .kind)
      url = try container.decode(String.self, forKey: .url)
      title = try container.decode(String.self, forKey: .title)
      tags = try container.decodeIfPresent([String].self, forKey: .tags) ?? []
    }
  }

  struct Contact: Decodable {
    let role: String
    let name: String
    let handle: String

    private enum CodingKeys: String, CodingKey, CaseIterable { case role, name, handle }

    init(from decoder: any Decoder) throws {
      let container = try decoder.strictContainer(CodingKeys.self)
      role = try container.decode(String.self, forKey: .role)
      name = try container.decode(String.self, forKey: .name)
      handle = try container.decodeIfPresent(String.self, forKey: .handle) ?? ""
    }
  }

  let slug: String
  let name: String?
  let asana: Asana?
  let github: GitHub?
  let links: [Link]?
  let contacts: [Contact]?
  let notes: String?

  private enum CodingKeys: String, CodingKey, CaseIterable { case slug, name, asana, github, links, contacts, notes }

  init(from decoder: any Decoder) throws {
    let container = try decoder.strictContainer(CodingKeys.self)
    slug = try container.decode(String.self, forKey: .slug)
    name = try container.decodeIfPresent(String.self, forKey: .name)
    asana = try container.decodeIfPresent(Asana.self, forKey: .asana)
    github = try container.decodeIfPresent(GitHub.self, forKey: .github)
    links = try container.decodeIfPresent([Link].self, forKey: .links)
    contacts = try container.decodeIfPresent([Contact].self, forKey: .contacts)
    notes = try container.decodeIfPresent(String.self, forKey: .notes)
  }

  /// - Throws: `ProjectFileError` with the place and what belongs there.
  init(json: [UInt8]) throws(ProjectFileError) {
    guard !Self.holdsZero(json) else { throw ProjectFileError("the file holds U+0000, which cannot be stored") }
    do { self = try JSONDecoder().decode(ProjectFile.self, from: Data(json)) } catch {
      throw ProjectFileError(error)
    }
  }

  private static func holdsZero(_ json: [UInt8]) -> Bool {
    var rest = json[...]
    while let backslash = rest.firstIndex(of: UInt8(ascii: "\\")) {
      rest = rest[(backslash + 1)...]
      if rest.starts(with: "u0000".utf8) { return true }
      // What is escaped is not a backslash of its own.
      rest = rest.dropFirst()
    }
    return false
  }
}
