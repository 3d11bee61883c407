internal import COpenSSL

/// Whether both are equal, in a time that depends on their lengths only: for signatures and tokens.
package func constantTimeEquals(_ left: [UInt8], _ right: [UInt8]) -> Bool {
  unsafe left.withUnsafeBufferPointer { left in
    unsafe right.withUnsafeBufferPointer { right in unsafe constantTimeEquals(left, right) }
  }
}

func constantTimeEquals(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
  guard left.count == right.count else { return false }
  guard let leftStart = left.baseAddress, let rightStart = right.baseAddress else { return true }
  return unsafe CRYPTO_memcmp(leftStart, rightStart, left.count) == 0
}
