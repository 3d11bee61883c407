package import HTTP

/// Header fields that keep browsers careful (OWASP ASVS 5.0, 3.4).
///
/// The server writes `everywhere` on each of its answers, whoever made it: pages, files, redirects, webhooks, health, refusals of its own.
/// A page replaces the one about content by that of pages.
package enum SecurityHeaders {
  /// For every answer that does not say otherwise: it is shown by nobody, kept by nobody, framed by nobody.
  /// - Parameter isSecure: people use an https address, so that browsers may be told to insist on it.
  package static func everywhere(isSecure: Bool) -> Headers {
    var headers: Headers = [
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
      "x-content-type-options": "nosniff",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
      "cache-control": "no-store",
    ]
    // A year, subdomains included (RFC 6797 §6.1).
    if isSecure { headers.append("strict-transport-security", "max-age=31536000; includeSubDomains") }
    return headers
  }

  /// Of pages: everything from this site only, no inline scripts or styles; icons in style sheets are `data:` images.
  private static let page: FieldValue =
    "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"

  /// Of pages that say what went wrong: what the frame needs, and nothing else.
  static let errorPage: FieldValue =
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

  /// The answer with the policy of pages, if it is one.
  static func onPage(_ response: Response) -> Response {
    guard response.headers["content-security-policy"] == nil, response.headers["content-type"]?.hasPrefix("text/html") == true else {
      return response
    }
    var response = response
    response.headers.append("content-security-policy", page)
    return response
  }
}
