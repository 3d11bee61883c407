/// Branches that the OpenCode action makes for an issue: `opencode/issue12-20260101120000`.
///
/// Source: `github.handler.ts` of anomalyco/opencode; the time is UTC, 14 digits.
package enum AgentBranch {
  /// Number of the issue the branch was made for; nil for any other name.
  package static func issueNumber(_ branch: String) -> Int64? {
    let prefix = "opencode/issue"
    guard branch.hasPrefix(prefix) else { return nil }
    let parts = branch.utf8.dropFirst(prefix.utf8.count).split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
    guard parts.count == 2, parts[1].count == 14, parts[1].allSatisfy(isDigit), let first = parts[0].first,
      first != UInt8(ascii: "0"), parts[0].allSatisfy(isDigit)
    else { return nil }
    return Int64(String(decoding: parts[0], as: UTF8.self))
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
