import Glibc
import Synchronization

/// Ports on loopback that nobody uses, below the range the kernel gives to outgoing connections.
enum FreePort {
  private static let next = Atomic<Int>(Int.random(in: 0..<11_000))

  static func take() throws -> Int {
    for _ in 0..<200 {
      let port = 20_000 + next.wrappingAdd(1, ordering: .relaxed).oldValue % 12_000
      if isFree(UInt16(port)) { return port }
    }
    throw GaveUp(description: "no free port on loopback")
  }

  private static func isFree(_ port: UInt16) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0 }
    }
  }
}
