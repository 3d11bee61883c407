/// What a sealed value belongs to. It is authenticated with the value, so a row copied to another project, person, name or version does not open.
package struct SealContext: Sendable, Equatable {
  /// Project or person, with a first byte that tells which.
  private let owner: [UInt8]
  private let name: String
  private let version: Int64

  /// - Parameters:
  ///   - projectID: the row's number.
  ///   - name: of the secret within the project, such as `asana.token`.
  ///   - version: grows each time the secret is replaced.
  package init(projectID: Int64, name: String, version: Int64) {
    owner = [1] + Self.bigEndian(projectID)
    self.name = name
    self.version = version
  }

  /// - Parameter projectPublicID: the id that stands in webhook addresses.
  package init(projectPublicID: String, name: String, version: Int64) {
    owner = [2] + Array(projectPublicID.utf8)
    self.name = name
    self.version = version
  }

  /// - Parameter userID: of the person the value belongs to.
  package init(userID: Int64, name: String, version: Int64) {
    owner = [3] + Self.bigEndian(userID)
    self.name = name
    self.version = version
  }

  /// Each part behind its length in four bytes, so that no two contexts share an encoding.
  func associatedData(keyID: KeyID) -> [UInt8] {
    let parts = [owner, Array(name.utf8), Self.bigEndian(version), keyID.bytes]
    return parts.reduce(into: Array("auto-flow sealed value".utf8)) { data, part in
      data += Self.bigEndian(UInt32(part.count))
      data += part
    }
  }

  private static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    stride(from: value.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
