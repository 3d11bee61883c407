internal import HTTP

/// One file in memory, in every form it is sent in.
struct StaticFile: Sendable {
  struct Variant: Sendable {
    let coding: ContentCoding
    let bytes: [UInt8]
    /// Strong, and different for each coding (RFC 9110 §8.8.3.3).
    let tag: String
  }

  /// Names the content.
  let digest: String
  let type: StaticString
  /// Never empty; the last one is the file itself.
  private let variants: [Variant]

  /// - Parameter compresses: whether to prepare packed variants; one that is not smaller is dropped.
  init(path: String, bytes: [UInt8], digest: String, compresses: Bool) {
    self.digest = digest
    type = MediaType.of(path)
    var variants: [Variant] = []
    if compresses, MediaType.isCompressible(type.description) {
      let packed = [(ContentCoding.brotli, "br", Compression.brotli(bytes)), (.gzip, "gzip", Compression.gzip(bytes, .best))]
      for case (let coding, let suffix, .some(let packed)) in packed where packed.count < bytes.count {
        variants.append(Variant(coding: coding, bytes: packed, tag: "\"\(digest)-\(suffix)\""))
      }
    }
    identity = Variant(coding: .identity, bytes: bytes, tag: "\"\(digest)\"")
    self.variants = variants + [identity]
  }

  /// The file as it is: the only form parts are sent of.
  let identity: Variant

  var hasVariants: Bool { variants.count > 1 }

  /// What to send to somebody who sent this `accept-encoding`.
  func variant(accepting accepted: String?) -> Variant {
    let coding = ContentCoding.choose(accepted, among: variants.map(\.coding))
    return variants.first { $0.coding == coding } ?? identity
  }
}
