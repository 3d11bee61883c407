package import Actions
package import Domain
package import HTTP
package import Log
package import Storage
package import Templates

/// The screens: everything people see in a browser.
package struct Web: Sendable {
  /// One line per screen and form.
  package let routes: [Route]
  /// Pages for what is missing or went wrong, also outside of these routes.
  package let errors: ErrorPages

  /// Files put together of others below `Public/`, as `StaticFiles` takes them: one request instead of two dozen.
  package static let bundles = [Chrome.bundledStylesheet: Chrome.stylesheetNames.map { "css/\($0).css" }]

  /// Where a template prints HTML as it is.
  package static let unescaped: Set<UnescapedOutput> = [
    // Markdown, rendered without raw HTML.
    UnescapedOutput(template: "knowledge/note", key: "body"), UnescapedOutput(template: "knowledge/version", key: "body"),
    UnescapedOutput(template: "knowledge/edit", key: "preview"),
  ]

  /// What the screens read.
  package struct Stores: Sendable {
    package let sessions: SessionStore
    package let projects: ProjectPages
    package let tasks: TaskPages
    package let members: MemberStore
    package let invites: InviteStore
    package let instance: InstanceStore
    package let audit: AuditLog
    package let search: SearchStore
    package let notes: NoteStore

    package init(
      sessions: SessionStore, projects: ProjectPages, tasks: TaskPages, members: MemberStore, invites: InviteStore, instance: InstanceStore,
      audit: AuditLog, search: SearchStore, notes: NoteStore
    ) {
      self.sessions = sessions
      self.projects = projects
      self.tasks = tasks
      self.members = members
      self.invites = invites
      self.instance = instance
      self.audit = audit
      self.search = search
      self.notes = notes
    }
  }

  /// What the forms do.
  package struct UseCases: Sendable {
    package let accounts: AccountActions
    package let projects: ProjectActions
    package let tasks: TaskActions
    package let members: MemberActions
    package let invites: InviteActions
    package let instance: InstanceActions
    package let settings: SettingsActions
    package let knowledge: KnowledgeActions

    package init(
      accounts: AccountActions, projects: ProjectActions, tasks: TaskActions, members: MemberActions, invites: InviteActions,
      instance: InstanceActions, settings: SettingsActions, knowledge: KnowledgeActions
    ) {
      self.accounts = accounts
      self.projects = projects
      self.tasks = tasks
      self.members = members
      self.invites = invites
      self.instance = instance
      self.settings = settings
      self.knowledge = knowledge
    }
  }

  /// Binds all templates.
  /// - Parameters:
  ///   - publicURL: the address people use, such as `https://flow.example.com`; decides about cookies and origins.
  ///   - asset: gives the address of a file below `Public/`, such as `css/base.css`; asked once for each file.
  ///   - hub: fed by the notifications of the channel `tasks`.
  ///   - showsStyleguide: whether `/styleguide` exists; for development.
  /// - Throws: the first template that does not fit its model.
  package init(
    stores: Stores, useCases: UseCases, templates: LocalisedTemplates, publicURL: String, asset: (String) -> String, clock: any Clock,
    log: Log, hub: LiveHub, showsStyleguide: Bool
  ) throws(TemplateError) {
    let site = Site(publicURL: publicURL)
    let chrome = Chrome(asset: asset)
    errors = try ErrorPages(templates: templates, chrome: chrome, log: log)
    let gate = Gate(sessions: stores.sessions, site: site, errors: errors, catalogues: templates.catalogues)
    routes =
      try LoginScreen(templates, chrome, site, useCases.accounts).routes(gate)
      + InitScreen(templates, chrome, site, useCases.accounts).routes(gate)
      + AccountScreen(templates, chrome, site, useCases.accounts, clock).routes(gate)
      + LoginCodeScreen(templates, chrome, site, useCases.accounts).routes(gate)
      + SecondFactorScreen(templates, chrome, site, useCases.accounts, clock).routes(gate)
      + ThemeScreen(site: site).routes(gate)
      + ProjectsScreen(templates, chrome, site, stores.projects, clock).routes(gate)
      + NewProjectScreen(templates, chrome, site, useCases.projects).routes(gate)
      + DashboardScreen(templates, chrome, site, stores.tasks, clock).routes(gate)
      + TaskScreen(templates, chrome, site, stores.tasks, useCases.tasks, clock).routes(gate)
      + WebhooksScreen(templates, chrome, site, stores.projects, stores.tasks, useCases.projects, clock).routes(gate)
      + KnowledgeScreen(
        templates,
        KnowledgeFrame(
          chrome: chrome, site: site, notes: stores.notes, tasks: stores.tasks, actions: useCases.knowledge, clock: clock)
      ).routes(gate)
      + APIScreen(templates, chrome, site, stores.projects, stores.tasks).routes(gate)
      + SettingsScreen(templates, chrome, site, useCases.settings, stores.tasks, clock, useCases.projects).routes(gate)
      + LiveScreen(hub: hub).routes(gate)
      + MembersScreen(templates, chrome, site, stores, useCases, clock).routes(gate)
      + InviteScreen(templates, chrome, stores.members, useCases.invites, gate, clock).routes
      + AuditScreen(templates, chrome, stores, clock).routes(gate)
      + InstanceUsersScreen(templates, chrome, site, stores.instance, useCases.instance, useCases.accounts, clock).routes(gate)
      + InstanceScreen(templates, chrome, site, stores.instance, useCases.instance, clock).routes(gate)
      + SearchScreen(templates, chrome, stores.search).routes(gate)
      + (showsStyleguide ? StyleguideScreen(templates, chrome, asset: asset).routes(gate) : [])
  }
}
