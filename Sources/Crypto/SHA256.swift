internal import COpenSSL

/// SHA-256 (FIPS 180-4).
package enum SHA256 {
  /// 32 bytes.
  package static func digest(_ message: [UInt8]) -> [UInt8] {
    unsafe message.withUnsafeBufferPointer { unsafe digest($0) }
  }

  static func digest(_ message: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: 32) { output, count in
      let status = unsafe EVP_Digest(message.baseAddress, message.count, output.baseAddress, nil, algorithm.pointer, nil)
      precondition(status == 1, "OpenSSL refused to compute SHA-256")
      count = 32
    }
  }

  private static let algorithm = Algorithm()

  /// `@unchecked Sendable`: fetched once, never changed; OpenSSL counts its own references atomically.
  @safe private struct Algorithm: @unchecked Sendable {
    let pointer: OpaquePointer

    init() {
      guard let pointer = unsafe EVP_MD_fetch(nil, "SHA256", nil) else { preconditionFailure("this OpenSSL has no SHA-256") }
      unsafe self.pointer = pointer
    }
  }
}
