internal import Messages

/// A form of the settings that was not accepted: what was typed, and what is wrong with which field.
struct SettingsAttempt: Sendable {
  let section: SettingsSection
  let form: Form
  let field: String
  let message: Message
}
