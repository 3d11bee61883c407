/// Classes of bytes the grammar of HTTP distinguishes (RFC 9110 §5.6, RFC 3986 §2).
package enum ByteClass {
  private static let token: Set256 = Set256("!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")
  private static let unreserved: Set256 = Set256("-._~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")

  package static func isToken(_ byte: UInt8) -> Bool { token.contains(byte) }

  /// Visible bytes, space, tab and everything from 0x80 up.
  package static func isFieldValue(_ byte: UInt8) -> Bool { (byte >= 0x20 && byte != 0x7F) || byte == 0x09 }

  /// What may stand in a request target: visible ASCII.
  package static func isTarget(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

  package static func isUnreserved(_ byte: UInt8) -> Bool { unreserved.contains(byte) }

  /// 0...15, or nil.
  package static func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

/// 256 membership bits.
struct Set256: Sendable {
  private var low: (UInt64, UInt64) = (0, 0)
  private var high: (UInt64, UInt64) = (0, 0)

  init(_ members: StaticString) {
    for byte in members.description.utf8 { insert(byte) }
  }

  private mutating func insert(_ byte: UInt8) {
    let bit = UInt64(1) << UInt64(byte & 63)
    switch byte >> 6 {
    case 0: low.0 |= bit
    case 1: low.1 |= bit
    case 2: high.0 |= bit
    default: high.1 |= bit
    }
  }

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    let word =
      switch byte >> 6 {
      case 0: low.0
      case 1: low.1
      case 2: high.0
      default: high.1
      }
    return word >> UInt64(byte & 63) & 1 == 1
  }
}
