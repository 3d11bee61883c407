/// Short digest that tells whether a text changed: FNV-1a of 64 bits over the parts, each with its length. Not for secrets.
///
/// Source of the constants: Fowler, Noll and Vo, draft-eastlake-fnv.
enum ContentDigest {
  static func of(_ parts: String...) -> String {
    var (hash, size): (UInt64, Int) = (0xCBF2_9CE4_8422_2325, 0)
    for part in parts {
      var part = part
      part.withUTF8 { bytes in
        hash = (hash ^ UInt64(bytes.count)) &* 0x100_0000_01B3
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        size += bytes.count
      }
    }
    return "\(String(hash, radix: 16))-\(size)"
  }
}
