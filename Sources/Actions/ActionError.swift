package import Messages

/// Why something a person asked for was not done.
package enum ActionError: Error, Sendable, Equatable {
  /// The role does not allow it, or the proof that was given is wrong.
  case forbidden
  /// It does not exist, or not for this person.
  case notFound
  /// It existed once and will not come back.
  case gone
  /// A value cannot be used.
  /// - field: name of the form field.
  /// - message: for the person who typed it.
  case invalid(field: String, message: Message)
  /// Name and password do not belong together; says nothing about which of them is wrong.
  case wrongCredentials
  /// Too many failures; may be tried again after these seconds.
  case throttled(seconds: Int)
  /// Too much work is waiting; may be tried again in a moment.
  case overloaded
}
