package import Crypto
package import Domain

/// What the outside offers to choose from, seen with one token.
///
/// A token is always given, so that a new one can be tried before it is kept, and so that no project can borrow another one's. What is made
/// here gives up after a few seconds, however many calls it takes: somebody waits for a page.
package struct SettingsPorts: Sendable {
  package let tracker: @Sendable (SecretBytes) -> any TrackerCatalogue
  package let codeHost: @Sendable (SecretBytes) -> any CodeHostCatalogue

  package init(
    tracker: @escaping @Sendable (SecretBytes) -> any TrackerCatalogue, codeHost: @escaping @Sendable (SecretBytes) -> any CodeHostCatalogue
  ) {
    self.tracker = tracker
    self.codeHost = codeHost
  }
}
