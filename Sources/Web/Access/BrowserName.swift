/// Browser and system out of a `User-Agent`, in words that people know: `Firefox, Linux`.
enum BrowserName {
  /// First match wins: Edge and Opera call themselves Chrome, and every one of them Safari.
  private static let browsers = [
    ("Edg", "Edge"), ("OPR/", "Opera"), ("YaBrowser/", "Yandex Browser"), ("SamsungBrowser/", "Samsung Internet"), ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("HeadlessChrome/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ("curl/", "curl"),
  ]

  /// An iPhone says `like Mac OS X`, Android says Linux.
  private static let systems = [
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
  ]

  /// - Returns: empty when neither is known.
  static func text(_ userAgent: String?) -> String {
    guard let userAgent else { return "" }
    // What follows is bounded by the header block; the names stand in front.
    let agent = String(decoding: userAgent.utf8.prefix(512), as: UTF8.self)
    let found = [browsers, systems].compactMap { names in names.first { agent.contains($0.0) }?.1 }
    return found.joined(separator: ", ")
  }
}
