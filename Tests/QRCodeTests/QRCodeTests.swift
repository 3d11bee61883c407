import QRCode
import Testing

@Suite struct QRCodeTests {
  static let address =
    "otpauth://totp/Auto-Flow:anna?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Auto-Flow&algorithm=SHA1&digits=6&period=30"

  /// Version 1 has 21 modules, each further one four more (ISO/IEC 18004 §5.3.1); capacities of level M in bytes are its table 7.
  @Test(arguments: [(1, 21), (14, 21), (15, 25), (26, 25), (27, 29), (213, 57), (2331, 177)])
  func `a text takes the smallest version that holds it`(bytes: Int, size: Int) throws {
    #expect(try QRCode(String(repeating: "ж", count: bytes / 2) + (bytes % 2 == 1 ? "x" : "")).size == size)
  }

  @Test(arguments: [0, 2332, 65536])
  func `a text that no version holds is refused`(bytes: Int) {
    #expect(throws: QRCode.TooLong()) { try QRCode(String(repeating: "x", count: bytes)) }
  }

  /// Rings of seven modules in three corners, with a light border: what a camera looks for first.
  @Test func `three corners carry the finder pattern`() throws {
    let code = try QRCode(Self.address)
    let far = code.size - 7
    for (top, left) in [(0, 0), (0, far), (far, 0)] {
      for row in 0..<7 {
        for column in 0..<7 {
          let ring = max(abs(row - 3), abs(column - 3))
          #expect(code.isDark(row: top + row, column: left + column) == (ring != 2))
        }
      }
    }
    #expect((0..<8).allSatisfy { !code.isDark(row: 7, column: $0) && !code.isDark(row: $0, column: 7) })
  }

  @Test func `the timing patterns alternate between the corners`() throws {
    let code = try QRCode(Self.address)
    for index in 8..<(code.size - 8) {
      #expect(code.isDark(row: 6, column: index) == (index % 2 == 0))
      #expect(code.isDark(row: index, column: 6) == (index % 2 == 0))
    }
  }

  @Test func `the picture draws every dark module and no other`() throws {
    let code = try QRCode(Self.address)
    let svg = code.svg(label: "Code")
    let side = code.size + 2 * QRCode.quietZone
    #expect(svg.contains("viewBox=\"0 0 \(side) \(side)\""))
    #expect(!svg.contains("style"))
    let drawn = Set(try #require(Self.modules(of: svg)))
    let dark = (0..<code.size * code.size).filter { code.isDark(row: $0 / code.size, column: $0 % code.size) }
    #expect(drawn == Set(dark.map { [$0 % code.size + QRCode.quietZone, $0 / code.size + QRCode.quietZone] }))
  }

  @Test func `the label cannot leave its attribute`() throws {
    let svg = try QRCode("x").svg(label: "\"><script>&")
    #expect(svg.contains("aria-label=\"&quot;&gt;&lt;script&gt;&amp;\""))
  }

  /// [column, row] of each module that the path fills, read from its bars.
  private static func modules(of svg: String) -> [[Int]]? {
    guard let path = svg.firstMatch(of: /d="([^"]*)"/) else { return nil }
    let bars = path.1.matches(of: /M(\d+) (\d+)h(\d+)v1h-(\d+)z/)
    guard bars.map({ String($0.0) }).joined() == path.1 else { return nil }
    return bars.flatMap { bar -> [[Int]] in
      guard bar.3 == bar.4, let x = Int(bar.1), let y = Int(bar.2), let width = Int(bar.3) else { return [] }
      return (0..<width).map { [x + $0, y] }
    }
  }
}
