internal import Actions
internal import Crypto
internal import Domain
internal import HTTP
internal import Messages
internal import QRCode
internal import Templates

/// Model of `second_factor.mustache`.
struct SecondFactorModel: TemplateModel {
  /// The forms of the page.
  enum Form: Sendable { case begin, confirm, codes, off }

  let frame: Frame
  let name: String
  /// The instance asks for a second factor, and this person has none.
  let isOwed: Bool
  let state: State
  let fault: (form: Form, fault: FieldFault)?

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .text("name", \.name), .flag("owed", \.isOwed),
      .section("off") { model in if case .off = model.state { model.entry(.begin) } else { nil } },
      .section("pending") { model in if case .pending(let pending) = model.state { pending } else { nil } },
      .section("confirm") { model in if case .pending = model.state { model.entry(.confirm) } else { nil } },
      .section("on") { model in if case .on(let on) = model.state { on } else { nil } },
      .section("codes") { model in if case .on = model.state { model.entry(.codes) } else { nil } },
      .section("turnOff") { model in if case .on = model.state { model.entry(.off) } else { nil } },
    ]
  }

  private func entry(_ form: Form) -> Entry { Entry(fault: fault?.form == form ? fault?.fault : nil) }

  /// A form with the present password, a code, or both.
  struct Entry: TemplateModel {
    let fault: FieldFault?

    static var fields: Fields<Self> {
      [
        .section("error") { $0.fault.note(nil) }, .section("passwordError") { $0.fault.note("current_password") },
        .section("codeError") { $0.fault.note("code") }, .flag("hasFault") { $0.fault != nil },
      ]
    }
  }

  /// How far the second factor is.
  enum State: Sendable {
    case off
    case pending(Pending)
    case on(On)

    init(_ state: AccountActions.SecondFactor, site: Site, name: String, now: Timestamp, _ words: Words) {
      switch state {
      case .off: self = .off
      case .pending(let totp): self = .pending(Pending(totp, site: site, name: name))
      case .on(let since, let codesLeft, let isReadable):
        self = .on(
          On(
            since: .absolute(since, now: now, in: words), codesLeft: words.count("account.codes.left", codesLeft),
            isLow: codesLeft <= 2, isReadable: isReadable))
      }
    }
  }

  /// A secret that waits for its first code.
  struct Pending: TemplateModel {
    /// In groups of four, as it is typed into an app.
    let secret: String
    let plainSecret: String
    let address: String
    let picture: Picture?

    init(_ totp: TOTP, site: Site, name: String) {
      plainSecret = totp.typedSecret
      let characters = Array(plainSecret)
      secret = stride(from: 0, to: characters.count, by: 4).map { String(characters[$0..<min($0 + 4, characters.count)]) }
        .joined(separator: " ")
      address = totp.address(issuer: "Auto-Flow (\(site.host))", account: name)
      picture = (try? QRCode(address)).map { Picture(side: $0.side, path: $0.path) }
    }

    static var fields: Fields<Self> {
      [
        .text("secret", \.secret), .text("plainSecret", \.plainSecret), .text("address", \.address), .section("picture", \.picture),
      ]
    }
  }

  /// A QR code as the path of its dark modules.
  struct Picture: TemplateModel {
    let side: Int
    let path: String

    static var fields: Fields<Self> { [.number("side", \.side), .text("path", \.path)] }
  }

  /// A second factor that is on.
  struct On: TemplateModel {
    let since: Moment
    let codesLeft: String
    let isLow: Bool
    let isReadable: Bool

    static var fields: Fields<Self> {
      [.section("since", \.since), .text("codesLeft", \.codesLeft), .flag("low", \.isLow), .flag("readable", \.isReadable)]
    }
  }
}

/// Model of `recovery_codes.mustache`.
struct RecoveryCodesModel: TemplateModel {
  let frame: Frame
  let codes: [String]
  let host: String
  let user: String

  static var fields: Fields<Self> {
    [
      .section("frame", \.frame), .list("codes") { $0.codes.map(Note.init) }, .text("text") { $0.codes.joined(separator: "\n") },
      .text("file") { "data:text/plain;charset=utf-8," + PercentEncoding.encode($0.fileText) },
    ]
  }

  private var fileText: String {
    "Auto-Flow \(host), \(user)\n" + frame.words("account.codes.once") + "\n\n" + codes.joined(separator: "\n") + "\n"
  }
}
