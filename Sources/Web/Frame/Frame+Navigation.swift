internal import Domain
internal import Messages
internal import Storage

extension Frame {
  /// Places in the bar of a phone; the sheet beside them holds the rest.
  private static let barSize = 4

  /// What the rail holds: the places of the project, or those beside all projects.
  var rail: [NavItem] {
    let places = Place.allCases.filter {
      $0.group != .account && $0.isInProject == (project != nil) && $0.isOpen(to: project?.role, isInstanceAdmin: isInstanceAdmin)
    }
    return places.enumerated().map { position, place in
      item(place, isFirst: position > 0 && place.group != places[position - 1].group, isRest: position >= Self.barSize)
    }
  }

  /// What did not fit into the bar of a phone.
  var railRest: [NavItem] { rail.filter(\.isRest) }

  /// What stands in the account's menu.
  var accountMenu: [NavItem] {
    let places = Place.allCases.filter {
      ($0.group == .account || $0.group == .site) && $0.isOpen(to: project?.role, isInstanceAdmin: isInstanceAdmin)
    }
    return places.map { item($0, isFirst: false, isRest: false) }
  }

  /// Places that can be reached from here by two keys.
  var shortcuts: [NavItem] { places(SearchPhrase("")).filter { $0.place.letter != nil } }

  /// All places that are open to whoever looks at this page and have all the words.
  func places(_ phrase: SearchPhrase) -> [NavItem] {
    Place.allCases.filter { $0.isOpen(to: project?.role, isInstanceAdmin: isInstanceAdmin) && phrase.matches(words($0.key)) }
      .map { item($0, isFirst: false, isRest: false) }
  }

  private func item(_ place: Place, isFirst: Bool, isRest: Bool) -> NavItem {
    let attention = place == .tasks ? project.flatMap { $0.attention > 0 ? Attention(count: $0.attention, words: words) : nil } : nil
    return NavItem(
      place: place, label: words(place.key), href: place.path(in: project?.path ?? ""), isCurrent: place == self.place, isFirst: isFirst,
      isRest: isRest, attention: attention)
  }
}
