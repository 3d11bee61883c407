internal import COpenSSL

/// Bytes that must not be printed: a key, a token, a password.
///
/// Describes itself as `(secret)` everywhere, shows nothing to a mirror, compares in constant time, and its one copy of the bytes is
/// overwritten when the last holder lets go.
@safe package struct SecretBytes: Sendable, Equatable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let storage: WipedStorage

  /// Copies `bytes`; the caller's own array is not wiped.
  package init(_ bytes: [UInt8]) {
    storage = WipedStorage(bytes)
  }

  /// UTF-8 of `text`.
  package init(_ text: String) {
    self.init(Array(text.utf8))
  }

  /// Number of bytes.
  package var count: Int { storage.count }

  /// Always `(secret)`.
  package var description: String { "(secret)" }
  /// Always `(secret)`.
  package var debugDescription: String { "(secret)" }
  /// Without children, so that `dump` shows nothing.
  package var customMirror: Mirror { Mirror(self, children: []) }

  /// Lends the bytes for the length of the call.
  package func withBytes<Result, Failure: Error>(_ body: (Span<UInt8>) throws(Failure) -> Result) throws(Failure) -> Result {
    try body(unsafe Span(_unsafeElements: storage.bytes))
  }

  /// An ordinary array, no longer wiped: for the moment of use only.
  package func reveal() -> [UInt8] {
    unsafe Array(storage.bytes)
  }

  /// An ordinary string, no longer wiped: for the moment of use only. `nil` when the bytes are not UTF-8.
  package func revealText() -> String? {
    String(validating: reveal(), as: UTF8.self)
  }

  /// Constant time for equal lengths.
  package static func == (left: SecretBytes, right: SecretBytes) -> Bool {
    unsafe left.withUnsafeBytes { left in
      unsafe right.withUnsafeBytes { right in unsafe constantTimeEquals(left, right) }
    }
  }

  /// Never a null base address: OpenSSL reads null as "no key given".
  func withUnsafeBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    unsafe body(storage.bytes)
  }
}

/// `@unchecked Sendable`: the bytes are written by `init` and `deinit` only.
@safe private final class WipedStorage: @unchecked Sendable {
  let count: Int
  private let allocation: UnsafeMutableBufferPointer<UInt8>

  var bytes: UnsafeBufferPointer<UInt8> { unsafe UnsafeBufferPointer(rebasing: allocation[..<count]) }

  init(_ source: [UInt8]) {
    count = source.count
    unsafe allocation = .allocate(capacity: max(1, source.count))
    unsafe allocation.initialize(repeating: 0)
    for (index, byte) in source.enumerated() { unsafe allocation[index] = byte }
  }

  deinit {
    unsafe OPENSSL_cleanse(allocation.baseAddress, allocation.count)
    unsafe allocation.deallocate()
  }
}
