internal import HTTP

/// What a request's headers say about where its form stood (Fetch Metadata, W3C; RFC 6454 §7).
///
/// Pages cannot set these headers, browsers do; other clients mostly send neither. `Sec-Fetch-Site` decides, `Origin` stands in where a browser
/// does not send it, and an `Origin` that is foreign refuses in any case. `null` is what a page with `Referrer-Policy: no-referrer` sends (Fetch
/// Standard §3.2.7): it names nobody, so `Sec-Fetch-Site` alone decides, which no foreign or sandboxed page gets to be `same-origin`.
enum SameOrigin: Sendable {
  /// It was this site.
  case proven
  /// It was another one.
  case foreign
  /// Nothing was said.
  case unknown

  init(_ request: Request, site: Site) {
    let fetchSite = request["sec-fetch-site"]
    let origin = request["origin"]
    if let fetchSite, fetchSite != "same-origin", fetchSite != "none" {
      self = .foreign
    } else if let origin, !(origin == "null" && fetchSite == "same-origin"), !site.isOwn(origin: origin, host: request["host"]) {
      self = .foreign
    } else {
      self = origin == nil && fetchSite == nil ? .unknown : .proven
    }
  }
}
