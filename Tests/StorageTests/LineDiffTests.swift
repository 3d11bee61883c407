import Actions
import TestKit
import Testing

@Suite struct LineDiffTests {
  static let examples: [(String, String, String)] = [
    ("", "", ""), ("", "a", "+a"), ("a", "", "-a"), ("a", "a", "=a"), ("a\n", "a", "=a"), ("a\nb\nc", "a\nc", "=a-b=c"),
    ("a\nc", "a\nb\nc", "=a+b=c"), ("a\nb\nc", "a\nx\nc", "=a-b+x=c"), ("a\nb\nc\na\nb\nb\na", "c\nb\na\nb\na\nc", "-a-b=c+b=a=b-b=a+c"),
    ("a\n\nb", "a\nb", "=a-=b"), ("x\ny", "y\nx", "-x=y+x"),
  ]

  static func text(_ diff: LineDiff) -> String {
    diff.lines.map { line in
      switch line {
      case .same(let text): "=" + text
      case .removed(let text): "-" + text
      case .added(let text): "+" + text
      }
    }.joined()
  }

  @Test(arguments: LineDiffTests.examples)
  func `two texts are compared line by line`(old: String, new: String, expected: String) {
    #expect(Self.text(LineDiff(from: old, to: new)) == expected)
  }

  @Test(arguments: [UInt64(1), 2, 3, 4, 5, 6])
  func `both texts can be read from a comparison, and it is the shortest`(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    for _ in 0..<200 {
      let (old, new) = (Self.lines(&random), Self.lines(&random))
      let lines = LineDiff(from: old.joined(separator: "\n"), to: new.joined(separator: "\n")).lines
      #expect(lines.compactMap { if case .added = $0 { nil } else { Self.content($0) } } == old)
      #expect(lines.compactMap { if case .removed = $0 { nil } else { Self.content($0) } } == new)
      let changes = lines.count { if case .same = $0 { false } else { true } }
      #expect(changes == new.difference(from: old).count, "\(old) \(new)")
    }
  }

  @Test func `texts of 64 KB with nothing in common are compared at once`() {
    let old = (0..<16_000).map { "\($0)" }.joined(separator: "\n")
    let new = (0..<16_000).map { "-\($0)" }.joined(separator: "\n")
    var count = 0
    let duration = ContinuousClock().measure { count = LineDiff(from: "a\n" + old + "\nz", to: "a\n" + new + "\nz").lines.count }
    #expect(count == 32_002)
    #expect(duration < .seconds(5), "\(duration)")
  }

  /// Never ends in an empty line, which would be the end of the one before.
  private static func lines(_ random: inout SplitMix64) -> [String] {
    (0..<Int.random(in: 0...12, using: &random)).map { _ in ["a", "b", "c", "d"].randomElement(using: &random) ?? "" }
  }

  private static func content(_ line: LineDiff.Line) -> String {
    switch line {
    case .same(let text), .removed(let text), .added(let text): text
    }
  }
}
