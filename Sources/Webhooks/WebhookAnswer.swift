internal import HTTP

/// Answers to webhook senders: short, plain, and telling nothing about the project.
enum WebhookAnswer {
  static let accepted = Response.text(.ok, "accepted\n")
  static let repeated = Response.text(.ok, "accepted before\n")
  static let unknownProject = Response.text(.notFound, "no such address\n")
  /// The project is archived: senders may stop, and are asked anew when it comes back.
  static let gone = Response.text(.gone, "this address is not used any more\n")
  static let badSignature = Response.text(.unauthorized, "the signature is missing or wrong\n")
  static let noHandshakeExpected = Response.text(.forbidden, "no handshake is expected at this address\n")
  static let unreadable = Response.text(.badRequest, "the body is not the JSON this address takes\n")
  static let notNow = Response(
    .serviceUnavailable, headers: ["content-type": "text/plain; charset=utf-8", "retry-after": "5"],
    body: .bytes(Array("not stored, please send it again\n".utf8)))
}
