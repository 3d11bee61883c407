/// Reads an Asana gid out of what people paste: the gid itself, or an address of a page that shows the thing.
struct AsanaAddress {
  /// Where such pages are.
  let hosts: PageHosts

  /// `1200…`, `…/0/PROJECT/list`, `…/0/PROJECT/TASK`, `…/1/WORKSPACE/project/PROJECT/board`.
  func project(_ text: String) -> String? {
    if let gid = gid(text) { return gid }
    guard let path = hosts.path(of: text) else { return nil }
    if let index = path.firstIndex(of: "project"), index + 1 < path.count { return gid(path[index + 1]) }
    guard let index = path.firstIndex(of: "0"), index + 1 < path.count else { return nil }
    return gid(path[index + 1])
  }

  /// `1200…`, `…/1/WORKSPACE/home`.
  func workspace(_ text: String) -> String? {
    if let gid = gid(text) { return gid }
    guard let path = hosts.path(of: text), let index = path.firstIndex(of: "1"), index + 1 < path.count else { return nil }
    return gid(path[index + 1])
  }

  /// `1200…`, or an address that ends with the field's gid: Asana has no page of its own for a field.
  func field(_ text: String) -> String? {
    if let gid = gid(text) { return gid }
    return hosts.path(of: text)?.last.flatMap(gid)
  }

  /// Digits only, and not the `0` that stands in addresses for "no project".
  private func gid(_ text: String) -> String? {
    let isPlain = !text.isEmpty && text.utf8.count <= 64 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    return isPlain && text.utf8.first != 0x30 && text.utf8.count > 3 ? text : nil
  }
}
