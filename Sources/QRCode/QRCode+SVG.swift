extension QRCode {
  /// Light modules that have to surround a code on each side (ISO/IEC 18004 §5.3.8).
  package static let quietZone = 4

  /// The code as an `svg` element that scales to the room it is given: dark on light in every theme, because cameras expect that. Without inline
  /// styles, so that a strict content security policy lets it through.
  /// - Parameter label: says what the picture is for to people who do not see it.
  package func svg(label: String) -> String {
    return
      "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 \(side) \(side)\" shape-rendering=\"crispEdges\" role=\"img\" aria-label=\""
      + Self.escaped(label) + "\"><rect width=\"\(side)\" height=\"\(side)\" fill=\"#fff\"/><path fill=\"#000\" d=\"\(path)\"/></svg>"
  }

  /// Modules along one side of the picture, quiet zone included: its view box is `0 0 side side`.
  package var side: Int { size + 2 * Self.quietZone }

  /// Each unbroken row of dark modules as one bar.
  package var path: String {
    var path = ""
    for row in 0..<size {
      var column = 0
      while column < size {
        let end = (column..<size).first { !isDark(row: row, column: $0) } ?? size
        if end > column { path += "M\(column + Self.quietZone) \(row + Self.quietZone)h\(end - column)v1h-\(end - column)z" }
        column = max(end, column + 1)
      }
    }
    return path
  }

  private static func escaped(_ text: String) -> String {
    text.reduce(into: "") { result, character in
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
  }
}
