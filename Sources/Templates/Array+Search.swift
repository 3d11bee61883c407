extension [UInt8] {
  /// Offset of `pattern` at or after `start`; nil when it is not there.
  ///
  /// By hand: with the general search of the standard library a quarter of the time to start went into the message tags.
  func offset(of pattern: [UInt8], from start: Int) -> Int? {
    var offset = start
    while offset + pattern.count <= count {
      if holds(pattern, at: offset) { return offset }
      offset += 1
    }
    return nil
  }

  /// Whether `pattern` stands at an offset.
  func holds(_ pattern: [UInt8], at offset: Int) -> Bool {
    guard offset + pattern.count <= count else { return false }
    for index in pattern.indices where self[offset + index] != pattern[index] { return false }
    return true
  }
}
