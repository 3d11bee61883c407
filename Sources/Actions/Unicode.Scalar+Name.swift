extension Unicode.Scalar {
  /// Whether it may stand in a name or title: neither a control character nor a line break, nor one that turns the direction of what follows, by
  /// which one name can pass for another (UAX #9, 2.1 to 2.4). Joiners may: emoji and some scripts need them.
  var fitsName: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: false
    case .format: !(0x202A...0x202E).contains(value) && !(0x2066...0x2069).contains(value)
    default: true
    }
  }
}
