internal import Crypto
internal import Messages

/// A token or shared secret as somebody typed or pasted it: printable ASCII, blanks around it taken off.
struct TypedSecret: Sendable {
  enum Kind: Sendable { case asana, github, webhook }

  let secret: SecretBytes

  /// Characters; tokens have no fixed length.
  private static let longest = 1000
  /// A shared secret that can be guessed lets anybody send deliveries.
  private static let shortestShared = 8

  /// - Throws: `invalid` for the field `token` or `secret`.
  init(_ typed: String, _ kind: Kind) throws(ActionError) {
    let start = typed.drop(while: \.isWhitespace)
    let text = start.lastIndex { !$0.isWhitespace }.map { String(start[...$0]) } ?? ""
    if let fault = Self.fault(text, kind) { throw .invalid(field: kind == .webhook ? "secret" : "token", message: fault) }
    secret = SecretBytes(text)
  }

  private static func fault(_ text: String, _ kind: Kind) -> Message? {
    if text.isEmpty { return Message(kind == .webhook ? "settings.secret.empty" : "settings.token.empty") }
    guard text.utf8.count <= longest, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else { return Message("settings.token.characters") }
    switch kind {
    case .webhook: return text.utf8.count < shortestShared ? Message("settings.secret.short", ["minimum": "\(shortestShared)"]) : nil
    case .asana: return isGitHub(text) ? Message("settings.token.is_github") : nil
    case .github: return isAsana(text) ? Message("settings.token.is_asana") : nil
    }
  }

  /// Prefixes of GitHub's token formats.
  private static func isGitHub(_ text: String) -> Bool {
    ["ghp_", "github_pat_", "gho_", "ghu_", "ghs_"].contains { text.hasPrefix($0) }
  }

  /// `1/` or `2/`, the user's gid, and more.
  private static func isAsana(_ text: String) -> Bool {
    (text.hasPrefix("1/") || text.hasPrefix("2/")) && text.utf8.dropFirst(2).first.map { (0x30...0x39).contains($0) } == true
  }
}
