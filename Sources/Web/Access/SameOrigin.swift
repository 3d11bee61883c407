internal import HTTP

/// What a request's headers say about where its form stood (Fetch Metadata, W3C; RFC 6454 §7).
///
/// Pages cannot set these headers, browsers do; other clients mostly send neither.
enum SameOrigin: Sendable {
  /// Both headers say that it was this site.
  case proven
  /// At least one says that it was another one.
  case foreign
  /// Not enough was said: the form has to carry its token.
  case unknown

  init(_ request: Request, site: Site) {
    let fetchSite = request["sec-fetch-site"]
    let origin = request["origin"]
    if let fetchSite, fetchSite != "same-origin", fetchSite != "none" {
      self = .foreign
    } else if let origin, !site.isOwn(origin: origin, host: request["host"]) {
      self = .foreign
    } else {
      self = origin != nil && fetchSite == "same-origin" ? .proven : .unknown
    }
  }
}
