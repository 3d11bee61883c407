/// A NULL-terminated array of C strings that lives as long as this object.
@safe final class CStrings {
  private let storage: UnsafeMutableBufferPointer<CChar>
  private let starts: UnsafeMutableBufferPointer<UnsafePointer<CChar>?>

  var pointers: UnsafePointer<UnsafePointer<CChar>?>? { unsafe UnsafePointer(starts.baseAddress) }

  init(_ strings: [String]) {
    let bytes = strings.map { $0.utf8CString }
    unsafe storage = .allocate(capacity: bytes.reduce(0) { $0 + $1.count })
    unsafe starts = .allocate(capacity: strings.count + 1)
    var offset = 0
    for (position, string) in bytes.enumerated() {
      unsafe starts.initializeElement(at: position, to: storage.baseAddress.map { unsafe UnsafePointer($0 + offset) })
      for character in string {
        unsafe storage.initializeElement(at: offset, to: character)
        offset += 1
      }
    }
    unsafe starts.initializeElement(at: strings.count, to: nil)
  }

  deinit {
    unsafe storage.deallocate()
    unsafe starts.deallocate()
  }
}
