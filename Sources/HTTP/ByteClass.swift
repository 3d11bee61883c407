/// Classes of bytes the grammar of HTTP distinguishes (RFC 9110 §5.6, RFC 3986 §2).
package enum ByteClass {
  /// Letters, digits and !#$%&'*+-.^_`|~
  private static let token = ASCIISet(low: 0x03FF_6CFA_0000_0000, high: 0x57FF_FFFF_C7FF_FFFE)
  /// Letters, digits and -._~
  private static let unreserved = ASCIISet(low: 0x03FF_6000_0000_0000, high: 0x47FF_FFFE_87FF_FFFE)

  /// Letters, digits and -._~%!$&'()*+;=
  private static let host = ASCIISet(low: 0x2BFF_6FF2_0000_0000, high: 0x47FF_FFFE_87FF_FFFE)

  package static func isToken(_ byte: UInt8) -> Bool { token.contains(byte) }

  /// Visible bytes, space, tab and everything from 0x80 up.
  package static func isFieldValue(_ byte: UInt8) -> Bool { (byte >= 0x20 && byte != 0x7F) || byte == 0x09 }

  /// What may stand in a request target: visible ASCII.
  package static func isTarget(_ byte: UInt8) -> Bool { byte > 0x20 && byte < 0x7F }

  /// What may stand in a registered name or an address: unreserved characters, escapes and sub-delimiters without the comma, which joins two hosts.
  package static func isHost(_ byte: UInt8) -> Bool { host.contains(byte) }

  /// What may stand between the brackets of an IPv6 address.
  package static func isAddress(_ byte: UInt8) -> Bool {
    hexDigit(byte) != nil || byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".")
  }

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

/// 128 membership bits, one for each ASCII character; written as constants so that no look-up has to ask whether they were made already.
struct ASCIISet: Sendable {
  let low: UInt64
  let high: UInt64

  @inline(__always)
  func contains(_ byte: UInt8) -> Bool {
    byte < 0x80 && (byte < 0x40 ? low : high) >> UInt64(byte & 63) & 1 == 1
  }
}
