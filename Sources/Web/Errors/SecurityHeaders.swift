package import HTTP

/// Header fields that every page carries.
package enum SecurityHeaders {
  /// Everything from this site only, no frames, no inline scripts or styles; icons in style sheets are `data:` images.
  static let policy: FieldValue =
    "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'"

  /// The answer with those it does not have yet. Pages are not kept by caches: they belong to whoever is signed in.
  package static func added(to response: Response) -> Response {
    var response = response
    for (name, value) in fields where response.headers[name] == nil { response.headers.append(name, value) }
    return response
  }

  private static let fields: [(FieldName, FieldValue)] = [
    ("content-security-policy", policy), ("x-content-type-options", "nosniff"), ("referrer-policy", "same-origin"),
    ("cache-control", "no-store"),
  ]
}
