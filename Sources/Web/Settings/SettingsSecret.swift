internal import Actions
internal import Domain
internal import Messages
internal import Storage
internal import Templates

/// A secret with what can be done with it: model of `settings/secret`.
struct SettingsSecret: TemplateModel {
  /// `asana-token`
  let id: String
  let label: String
  let hint: String
  /// Where a new one is sent; `ACTION/remove` removes it.
  let action: String
  let version: Int64
  let field: SettingsField
  let kept: Kept?
  let removal: String

  /// A secret that is set.
  struct Kept: TemplateModel {
    let value: String
    let note: String
    let isUnreadable: Bool

    static var fields: Fields<Self> {
      [.text("value", \.value), .text("note", \.note), .flag("unreadable", \.isUnreadable)]
    }
  }

  static var fields: Fields<Self> {
    [
      .text("id", \.id), .text("label", \.label), .text("hint", \.hint), .text("action", \.action), .number("version") { Int($0.version) },
      .section("field", \.field), .section("kept", \.kept), .text("removal", \.removal),
    ]
  }

  /// - Parameters:
  ///   - name: of the form field; the messages are `settings.SECTION.NAME.label`, `.hint` and `.removal`.
  ///   - account: whose it is, where that is known.
  init(
    _ secret: SecretName, _ name: String, in section: SettingsSection, account: String?, _ settings: ProjectSettings, _ view: SettingsView
  ) {
    let key = "settings.\(section.rawValue).\(name)"
    id = "\(section.rawValue)-\(name)"
    label = view.words(key + ".label")
    hint = view.words(key + ".hint")
    removal = view.words(key + ".removal")
    action = "\(view.path)/\(section.rawValue)/\(name)"
    version = view.version
    field = view.field(name, in: section, nil, isSecret: true)
    let moment = settings.secrets[secret].map { Moment.relative($0, now: view.now, in: view.words) }
    kept = view.glimpses[secret].map { Kept($0, account: account, moment, view.words) }
  }
}

extension SettingsSecret.Kept {
  init(_ glimpse: SettingsActions.Glimpse, account: String?, _ moment: Moment?, _ words: Words) {
    isUnreadable = glimpse == .unreadable
    value =
      switch glimpse {
      case .tail(let text): "•••• " + text
      case .hidden, .unreadable: "••••••••"
      }
    let time = moment?.text ?? ""
    note =
      isUnreadable
      ? words("settings.secret.unreadable")
      : account.map { words("settings.secret.owned", ["account": $0, "time": time]) } ?? words("settings.secret.set", ["time": time])
  }
}
