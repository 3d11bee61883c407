internal import COpenSSL

/// AES-256 in Galois/counter mode (NIST SP 800-38D) with a nonce of 12 bytes and a tag of 16.
package enum AES256GCM {
  /// Bytes; the size the mode is defined for without a further hash (§8.2).
  package static let nonceSize = 12
  /// Bytes.
  package static let tagSize = 16

  /// Ciphertext followed by the tag.
  package static func seal(_ plain: SecretBytes, key: SymmetricKey, nonce: [UInt8], associated: [UInt8]) -> [UInt8] {
    let cipher = CipherContext(key: key, nonce: nonce, encrypts: true)
    cipher.authenticate(associated)
    var sealed = unsafe plain.withUnsafeBytes { unsafe cipher.process($0) }
    let isFinished = cipher.finish()
    precondition(isFinished, "OpenSSL refused to encrypt")
    sealed += cipher.tag()
    return sealed
  }

  /// `nil` when the tag does not fit the ciphertext, the key, the nonce and the associated data.
  package static func open(_ sealed: [UInt8], key: SymmetricKey, nonce: [UInt8], associated: [UInt8]) -> SecretBytes? {
    guard sealed.count >= tagSize, nonce.count == nonceSize else { return nil }
    let cipher = CipherContext(key: key, nonce: nonce, encrypts: false)
    cipher.authenticate(associated)
    cipher.expect(tag: Array(sealed.suffix(tagSize)))
    var plain = unsafe sealed.withUnsafeBufferPointer { sealed in
      unsafe cipher.process(UnsafeBufferPointer(rebasing: sealed.dropLast(tagSize)))
    }
    defer { wipe(&plain) }
    return cipher.finish() ? SecretBytes(plain) : nil
  }

  private static func wipe(_ bytes: inout [UInt8]) {
    unsafe bytes.withUnsafeMutableBufferPointer { unsafe OPENSSL_cleanse($0.baseAddress, $0.count) }
  }
}

/// One pass of the cipher.
@safe private struct CipherContext: ~Copyable {
  private let context: OpaquePointer

  init(key: SymmetricKey, nonce: [UInt8], encrypts: Bool) {
    precondition(nonce.count == AES256GCM.nonceSize, "a nonce of 12 bytes")
    guard let context = unsafe EVP_CIPHER_CTX_new() else { preconditionFailure("out of memory") }
    unsafe self.context = context
    let status = unsafe key.bytes.withUnsafeBytes { key in
      unsafe EVP_CipherInit_ex2(context, Cipher.aes256GCM.pointer, key.baseAddress, nonce, encrypts ? 1 : 0, nil)
    }
    precondition(status == 1, "OpenSSL refused a key")
  }

  deinit { unsafe EVP_CIPHER_CTX_free(context) }

  func authenticate(_ associated: [UInt8]) {
    var count: Int32 = 0
    let status = unsafe EVP_CipherUpdate(context, nil, &count, associated, Int32(associated.count))
    precondition(status == 1, "OpenSSL refused associated data")
  }

  func expect(tag: [UInt8]) {
    var tag = tag
    let status = unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_SET_TAG, Int32(tag.count), &tag)
    precondition(status == 1, "OpenSSL refused a tag")
  }

  func process(_ input: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    guard !input.isEmpty else { return [] }
    return unsafe [UInt8](unsafeUninitializedCapacity: input.count) { output, filled in
      var count: Int32 = 0
      let status = unsafe EVP_CipherUpdate(context, output.baseAddress, &count, input.baseAddress, Int32(input.count))
      precondition(status == 1, "OpenSSL refused to process data")
      filled = Int(count)
    }
  }

  /// Whether the tag is right, when opening.
  func finish() -> Bool {
    var rest = [UInt8](repeating: 0, count: 16)
    var count: Int32 = 0
    return unsafe EVP_CipherFinal_ex(context, &rest, &count) == 1
  }

  func tag() -> [UInt8] {
    var tag = [UInt8](repeating: 0, count: AES256GCM.tagSize)
    let status = unsafe EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_GCM_GET_TAG, Int32(tag.count), &tag)
    precondition(status == 1, "OpenSSL gave no tag")
    return tag
  }
}

/// `@unchecked Sendable`: fetched once, never changed; OpenSSL counts its own references atomically.
@safe private struct Cipher: @unchecked Sendable {
  static let aes256GCM = Cipher()

  let pointer: OpaquePointer

  private init() {
    guard let pointer = unsafe EVP_CIPHER_fetch(nil, "AES-256-GCM", nil) else { preconditionFailure("this OpenSSL has no AES-256-GCM") }
    unsafe self.pointer = pointer
  }
}
