/// Typed value that a template is bound to.
///
/// ```swift
/// struct TaskRow: TemplateModel {
///   let title: String
///   static var fields: Fields<Self> { [.text("title", \.title)] }
/// }
/// ```
package protocol TemplateModel: Sendable {
  /// Every key a template may use on this type; read while templates are bound, not while pages are rendered.
  static var fields: Fields<Self> { get }
}
