internal import CQREncode

/// The square of dark and light modules that a camera reads a text from (ISO/IEC 18004).
package struct QRCode: Sendable {
  /// The text does not fit: nothing at all, or more than 2,331 bytes.
  package struct TooLong: Error, Equatable {
    package init() {}
  }

  /// Modules along one side, without the quiet zone around it: 21 to 177.
  package let size: Int
  /// [row * size + column]
  private let isDark: [Bool]

  /// A code that is still read when 15 % of it is damaged (level M), in the smallest size that holds the text.
  /// - Parameter text: as UTF-8.
  package init(_ text: String) throws(TooLong) {
    let bytes = Array(text.utf8)
    guard let code = unsafe QRcode_encodeData(Int32(bytes.count), bytes, 0, QR_ECLEVEL_M) else { throw TooLong() }
    defer { unsafe QRcode_free(code) }
    size = unsafe Int(code.pointee.width)
    // The lowest bit of a module is its colour (qrencode.h).
    isDark = unsafe UnsafeBufferPointer(start: code.pointee.data, count: size * size).map { $0 & 1 == 1 }
  }

  /// Whether a module is dark. Both from zero, from the upper left corner.
  package func isDark(row: Int, column: Int) -> Bool {
    isDark[row * size + column]
  }
}
