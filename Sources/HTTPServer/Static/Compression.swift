internal import CBrotli
internal import CZlib

/// Whole buffers packed at once.
enum Compression {
  /// How much time a smaller result is worth.
  enum Effort: Int32 {
    /// For what is sent once: a page of 40 KB shrinks to a fifth in a quarter of a millisecond.
    case fast = 1
    /// For files, which are packed at start and sent many times.
    case best = 9
  }

  /// gzip (RFC 1952); nil when zlib fails.
  static func gzip(_ bytes: [UInt8], _ effort: Effort) -> [UInt8]? {
    var stream = unsafe z_stream()
    // 15 bits of window and 16 for the gzip wrapper, whose time stamp stays 0: the same file always gives the same bytes.
    let started = unsafe deflateInit2_(
      &stream, effort.rawValue, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard started == Z_OK else { return nil }
    defer { unsafe deflateEnd(&stream) }
    var input = bytes
    return unsafe input.withUnsafeMutableBufferPointer { source in
      let bound = unsafe Int(deflateBound(&stream, UInt(source.count)))
      var isWhole = false
      let packed = unsafe [UInt8](unsafeUninitializedCapacity: bound) { target, count in
        unsafe (stream.next_in, stream.avail_in) = (source.baseAddress, UInt32(source.count))
        unsafe (stream.next_out, stream.avail_out) = (target.baseAddress, UInt32(target.count))
        isWhole = unsafe deflate(&stream, Z_FINISH) == Z_STREAM_END
        count = unsafe target.count - Int(stream.avail_out)
      }
      return isWhole ? packed : nil
    }
  }

  /// Brotli (RFC 7932), quality 11; nil when the library fails.
  static func brotli(_ bytes: [UInt8]) -> [UInt8]? {
    let bound = BrotliEncoderMaxCompressedSize(bytes.count)
    guard bound > 0 else { return nil }
    // No larger a window than the file: the tables of the encoder grow with it, and most files are small.
    let window = min(max(Int32(Int.bitWidth - bytes.count.leadingZeroBitCount), BROTLI_MIN_WINDOW_BITS), BROTLI_DEFAULT_WINDOW)
    var isWhole = false
    let packed = unsafe [UInt8](unsafeUninitializedCapacity: bound) { target, count in
      var size = bound
      isWhole = unsafe bytes.withUnsafeBufferPointer { source in
        unsafe BrotliEncoderCompress(
          11, window, BROTLI_MODE_TEXT, source.count, source.baseAddress, &size, target.baseAddress) == BROTLI_TRUE
      }
      count = isWhole ? size : 0
    }
    return isWhole ? packed : nil
  }
}
