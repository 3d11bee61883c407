internal import CLinux

/// What commands print.
enum Output {
  static func line(_ text: String) { write(text + "\n", 1) }
  static func error(_ text: String) { write(text + "\n", 2) }
  /// Text that ends its last line itself.
  static func text(_ text: String) { write(text, 1) }

  private static func write(_ text: String, _ descriptor: Int32) {
    let bytes = Array(text.utf8)
    unsafe bytes.withUnsafeBytes { unsafe af_write_all(descriptor, $0.baseAddress, $0.count) }
  }
}
