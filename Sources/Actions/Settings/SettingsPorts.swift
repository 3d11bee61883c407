package import Crypto
package import Domain

/// What the outside offers to choose from, seen with one token.
///
/// A token is always given, so that a new one can be tried before it is kept, and so that no project can borrow another one's. What is made
/// here gives up after a few seconds, however many calls it takes: somebody waits for a page.
package struct SettingsPorts: Sendable {
  package let tracker: @Sendable (SecretBytes) -> any TrackerCatalogue
  package let codeHost: @Sendable (SecretBytes) -> any CodeHostCatalogue
  /// Whose addresses may be pasted.
  package let trackerPages: PageHosts
  package let codeHostPages: PageHosts

  package init(
    tracker: @escaping @Sendable (SecretBytes) -> any TrackerCatalogue,
    codeHost: @escaping @Sendable (SecretBytes) -> any CodeHostCatalogue,
    trackerPages: PageHosts, codeHostPages: PageHosts
  ) {
    self.tracker = tracker
    self.codeHost = codeHost
    self.trackerPages = trackerPages
    self.codeHostPages = codeHostPages
  }
}
