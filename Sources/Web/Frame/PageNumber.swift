internal import HTTP
internal import Messages
internal import Storage

/// `?page=2` of a long list, counted from 1.
struct PageNumber: Sendable, Equatable {
  let number: Int

  static let first = PageNumber(number: 1)

  /// Rows of a page.
  static let size = 50
  /// Beyond it nobody turns pages.
  private static let highest = 10_000

  private init(number: Int) { self.number = number }

  /// - Throws: `badRequest` for what is no such number.
  init(_ query: FormFields) throws(PageError) {
    guard let text = query["page"] else {
      number = 1
      return
    }
    guard let number = Int(text), (1...Self.highest).contains(number), "\(number)" == text else {
      throw .badRequest(Message("error.list"))
    }
    self.number = number
  }

  /// The rows of this page.
  var slice: Slice { Slice(limit: Self.size, offset: Self.size * (number - 1)) }

  /// What stands below the list; nil while it has one page.
  /// - Parameter address: of a page of the list.
  func links(total: Int, _ words: Words, address: (Int) -> String) -> PageLinks? {
    guard total > Self.size || number > 1 else { return nil }
    let (first, last) = (Self.size * (number - 1) + 1, min(total, Self.size * number))
    let range = first > last ? words("pages.none") : words("pages.range", ["from": "\(first)", "to": "\(last)", "total": "\(total)"])
    return PageLinks(
      range: range, previous: number > 1 ? Target(href: address(number - 1)) : nil,
      next: last < total ? Target(href: address(number + 1)) : nil)
  }
}
