/// The fields of one answer, from `opt_fields` or a compact default.
struct AsanaSelection: Sendable {
  private struct Node: Sendable {
    var children: [String: Node] = [:]
  }

  private var root = Node()

  /// - Parameter list: comma list such as `name,custom_fields.enum_value.gid`.
  init(_ list: String) {
    for path in list.split(separator: ",") {
      Self.insert(path.split(separator: ".").map { String($0.drop { $0 == " " }) }[...], into: &root)
    }
  }

  private static func insert(_ path: ArraySlice<String>, into node: inout Node) {
    guard let first = path.first else { return }
    insert(path.dropFirst(), into: &node.children[first, default: Node()])
  }

  func apply(to value: JSONValue) -> JSONValue { Self.cut(value, root) }

  /// `gid` always stays.
  private static func cut(_ value: JSONValue, _ node: Node) -> JSONValue {
    switch value {
    case .array(let values): .array(values.map { cut($0, node) })
    case .object(let members):
      node.children.isEmpty
        ? value
        : .object(
          members.compactMap { member in
            if let child = node.children[member.key] { return .init(key: member.key, value: cut(member.value, child)) }
            return member.key == "gid" ? member : nil
          })
    default: value
    }
  }
}
