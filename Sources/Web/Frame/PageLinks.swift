internal import Templates

/// Model of `fragments/pages`: where in a long list the reader is.
struct PageLinks: TemplateModel {
  /// `51–100 of 412`; empty where nobody counts.
  let range: String
  let previous: Target?
  let next: Target?

  static var fields: Fields<Self> {
    [.text("range", \.range), .section("previous", \.previous), .section("next", \.next)]
  }
}
