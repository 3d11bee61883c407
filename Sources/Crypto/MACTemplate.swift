internal import COpenSSL

/// A context with its digest chosen, copied for each message: looking the algorithm up costs more than hashing 1 KB.
///
/// `@unchecked Sendable`: written once by `init`, afterwards only read by `EVP_MAC_CTX_dup`, which does not change its source.
@safe struct MACTemplate: @unchecked Sendable {
  static let sha1 = MACTemplate(digest: "SHA1", size: 20)
  static let sha256 = MACTemplate(digest: "SHA256", size: 32)

  private let context: OpaquePointer
  private let size: Int

  private init(digest: String, size: Int) {
    guard let algorithm = unsafe EVP_MAC_fetch(nil, "HMAC", nil), let context = unsafe EVP_MAC_CTX_new(algorithm) else {
      preconditionFailure("this OpenSSL has no HMAC")
    }
    var name = Array(digest.utf8CString)
    let status = unsafe name.withUnsafeMutableBufferPointer { name in
      var parameters = unsafe [
        OSSL_PARAM_construct_utf8_string("digest", name.baseAddress, 0), OSSL_PARAM_construct_end(),
      ]
      return unsafe EVP_MAC_CTX_set_params(context, &parameters)
    }
    precondition(status == 1, "this OpenSSL has no \(digest)")
    unsafe self.context = context
    self.size = size
  }

  /// - Parameter key: its base address is not null, even when it is empty.
  func compute(key: UnsafeBufferPointer<UInt8>, message: [UInt8]) -> [UInt8] {
    guard let context = unsafe EVP_MAC_CTX_dup(self.context) else { preconditionFailure("out of memory") }
    defer { unsafe EVP_MAC_CTX_free(context) }
    return unsafe [UInt8](unsafeUninitializedCapacity: size) { output, count in
      let isDone =
        unsafe EVP_MAC_init(context, key.baseAddress, key.count, nil) == 1
        && message.withUnsafeBufferPointer { unsafe EVP_MAC_update(context, $0.baseAddress, $0.count) } == 1
        && EVP_MAC_final(context, output.baseAddress, &count, size) == 1
      precondition(isDone, "OpenSSL refused to compute an HMAC")
    }
  }
}
