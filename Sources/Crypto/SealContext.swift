/// What a sealed value belongs to. It is authenticated with the value, so a row copied to another project, name or version does not open.
package struct SealContext: Sendable, Equatable {
  private let project: [UInt8]
  private let name: String
  private let version: Int64

  /// - Parameters:
  ///   - projectID: the row's number.
  ///   - name: of the secret within the project, such as `asana.token`.
  ///   - version: grows each time the secret is replaced.
  package init(projectID: Int64, name: String, version: Int64) {
    project = [1] + Self.bigEndian(projectID)
    self.name = name
    self.version = version
  }

  /// - Parameter projectPublicID: the id that stands in webhook addresses.
  package init(projectPublicID: String, name: String, version: Int64) {
    project = [2] + Array(projectPublicID.utf8)
    self.name = name
    self.version = version
  }

  /// Each part behind its length in four bytes, so that no two contexts share an encoding.
  func associatedData(keyID: KeyID) -> [UInt8] {
    let parts = [project, Array(name.utf8), Self.bigEndian(version), keyID.bytes]
    return parts.reduce(into: Array("auto-flow sealed value".utf8)) { data, part in
      data += Self.bigEndian(UInt32(part.count))
      data += part
    }
  }

  private static func bigEndian(_ value: some FixedWidthInteger) -> [UInt8] {
    stride(from: value.bitWidth - 8, through: 0, by: -8).map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}
