/// Which addresses a name may lead to. Asked for each socket, after the look-up, so a name that changes its address gains nothing.
enum AddressRules {
  /// - Parameter address: 4 or 16 bytes in network order.
  /// - Returns: false for everything the IANA special-purpose registries do not call globally reachable.
  static func isPublic(_ address: [UInt8]) -> Bool {
    switch address.count {
    case 4: isPublicIPv4(address)
    case 16: isPublicIPv6(address)
    default: false
    }
  }

  /// RFC 6890 and its updates; the comment names each range.
  private static let specialIPv4: [(network: [UInt8], bits: Int)] = [
    ([0, 0, 0, 0], 8),  // this network
    ([10, 0, 0, 0], 8),  // private
    ([100, 64, 0, 0], 10),  // shared by carriers
    ([127, 0, 0, 0], 8),  // loopback
    ([169, 254, 0, 0], 16),  // link-local, cloud metadata
    ([172, 16, 0, 0], 12),  // private
    ([192, 0, 0, 0], 24),  // protocol assignments
    ([192, 0, 2, 0], 24),  // documentation
    ([192, 88, 99, 0], 24),  // 6to4 relays
    ([192, 168, 0, 0], 16),  // private
    ([198, 18, 0, 0], 15),  // benchmarks
    ([198, 51, 100, 0], 24),  // documentation
    ([203, 0, 113, 0], 24),  // documentation
    ([224, 0, 0, 0], 4),  // multicast
    ([240, 0, 0, 0], 4),  // reserved, broadcast
  ]

  /// Within 2000::/3, the only block given out for global use.
  private static let specialIPv6: [(network: [UInt8], bits: Int)] = [
    ([0x20, 0x01, 0x00], 23),  // protocol assignments, Teredo
    ([0x20, 0x01, 0x0d, 0xb8], 32),  // documentation
    ([0x20, 0x02], 16),  // 6to4: an IPv4 address in disguise
    ([0x3f, 0xff, 0x00], 20),  // documentation
  ]

  private static func isPublicIPv4(_ address: [UInt8]) -> Bool {
    !specialIPv4.contains { matches(address, $0.network, $0.bits) }
  }

  private static func isPublicIPv6(_ address: [UInt8]) -> Bool {
    // NAT64 (RFC 6052): as public as the IPv4 address inside.
    if matches(address, [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0], 96) { return isPublicIPv4(Array(address[12...])) }
    return matches(address, [0x20], 3) && !specialIPv6.contains { matches(address, $0.network, $0.bits) }
  }

  private static func matches(_ address: [UInt8], _ network: [UInt8], _ bits: Int) -> Bool {
    let whole = bits / 8
    guard address[..<whole].elementsEqual(network[..<whole]) else { return false }
    guard bits % 8 != 0 else { return true }
    let mask = ~(UInt8(0xff) >> UInt8(bits % 8))
    return address[whole] & mask == network[whole] & mask
  }
}
