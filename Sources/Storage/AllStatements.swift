package import Postgres

/// Every SQL statement of the product: a test prepares each against the migrated schema.
package enum AllStatements {
  package static let list: [Statement] = [
    JobStatements.all, TaskStatements.all, TaskSpecStore.all, FactStatements.all, DeliveryStatements.all, SecretStatements.all,
    HookStatements.all, ProjectStatements.all, UserStatements.all, SessionStatements.all, LoginStatements.all, TaskPageStatements.all,
    ProjectPageStatements.all, AuditStatements.all, IntegrationStatements.all, SealedValueStatements.all, MemberStatements.all,
    InviteStatements.all, InstanceStatements.all, SearchStatements.all, SettingsStatements.all,
    NoteStatements.all, SecondFactorStatements.all,
  ].flatMap { $0 }
}
