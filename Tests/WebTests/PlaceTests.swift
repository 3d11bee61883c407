import Domain
import Testing

@testable import Web

@Suite struct PlaceTests {
  @Test func `no two places have the same key`() {
    let letters = Place.allCases.compactMap(\.letter)
    #expect(Set(letters).count == letters.count, "\(letters.sorted())")
    #expect(letters.allSatisfy { $0.count == 1 && $0 != "g" })
  }

  @Test(arguments: [(ProjectRole?.none, []), (.viewer, [Place.tasks]), (.editor, [.tasks]), (.admin, [.tasks, .settings, .audit])])
  func `a place is open to whom its page is`(role: ProjectRole?, places: [Place]) {
    for place in [Place.tasks, .settings, .audit] {
      #expect(place.isOpen(to: role, isInstanceAdmin: false) == places.contains(place), "\(place)")
    }
    #expect(Place.instance.isOpen(to: role, isInstanceAdmin: true))
    #expect(!Place.instance.isOpen(to: role, isInstanceAdmin: false))
  }

  @Test func `the places of a project lead below its path, the others do not`() {
    for place in Place.allCases { #expect(place.path(in: "/p/demo").hasPrefix("/p/demo") == place.isInProject, "\(place)") }
  }
}
