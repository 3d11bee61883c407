internal import COpenSSL

/// Where unpredictable bytes come from; a value, so that a test can pin them.
package struct RandomSource: Sendable {
  private let generate: @Sendable (Int) -> [UInt8]

  /// - Parameter generate: returns as many bytes as it is asked for.
  package init(_ generate: @escaping @Sendable (Int) -> [UInt8]) {
    self.generate = generate
  }

  /// OpenSSL's generator, seeded by the kernel.
  package static let system = RandomSource { count in
    unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      let status = unsafe RAND_bytes(buffer.baseAddress, Int32(count))
      precondition(status == 1, "the system has no randomness to give")
      filled = count
    }
  }

  /// Unpredictable bytes, as many as asked for.
  package func bytes(_ count: Int) -> [UInt8] {
    let bytes = generate(count)
    precondition(bytes.count == count, "the source gave \(bytes.count) bytes, not \(count)")
    return bytes
  }

  /// URL-safe text without padding that carries `bytes` random bytes: for sessions, invites and webhook addresses.
  package func token(bytes count: Int) -> String {
    Base64.encode(bytes(count), .urlSafe)
  }
}
