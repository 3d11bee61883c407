internal import CLinux

/// What to watch a descriptor for.
package struct Interest: Sendable, Equatable {
  let bits: UInt32

  /// Readable or closed by the peer, reported while it lasts.
  package static let read = Interest(bits: UInt32(EPOLLIN.rawValue) | UInt32(EPOLLRDHUP.rawValue))
  /// Readable or writable, reported while it lasts.
  package static let readWrite = Interest(bits: read.bits | UInt32(EPOLLOUT.rawValue))
  /// Writable, reported while it lasts.
  package static let write = Interest(bits: UInt32(EPOLLOUT.rawValue))
  /// Only errors and hang-ups.
  package static let none = Interest(bits: 0)
  /// Both directions, reported once per change: the reader must drain until it would block.
  package static let edges = Interest(bits: readWrite.bits | UInt32(EPOLLET.rawValue))
}

/// What a descriptor is ready for.
package struct Readiness: Sendable {
  private let bits: UInt32

  init(bits: UInt32) { self.bits = bits }

  package var isReadable: Bool { has(EPOLLIN) || isClosed }
  package var isWritable: Bool { has(EPOLLOUT) || isClosed }
  /// The peer closed, or the socket failed.
  package var isClosed: Bool { has(EPOLLHUP) || has(EPOLLERR) || has(EPOLLRDHUP) }

  private func has(_ flag: EPOLL_EVENTS) -> Bool { bits & UInt32(flag.rawValue) != 0 }
}

/// Receives the readiness of one descriptor, on the loop's thread.
package protocol EventHandler: AnyObject {
  func ready(_ readiness: Readiness)
}

/// Names one watched descriptor.
package struct Registration: Sendable {
  let token: UInt64
}

/// Slots with generations: an event fetched for a descriptor that was closed in the same batch finds nobody.
struct RegistrationTable {
  static let wakeToken = UInt64.max

  private struct Slot {
    var generation: UInt32 = 0
    var handler: (any EventHandler)?
  }

  private var slots: [Slot] = []
  private var free: [Int] = []

  mutating func insert(_ handler: any EventHandler) -> Registration {
    let index = free.popLast() ?? addSlot()
    slots[index].handler = handler
    return Registration(token: UInt64(index) << 32 | UInt64(slots[index].generation))
  }

  mutating func remove(_ registration: Registration) {
    let index = Int(registration.token >> 32)
    guard slots[index].generation == UInt32(truncatingIfNeeded: registration.token) else { return }
    slots[index].handler = nil
    slots[index].generation &+= 1
    free.append(index)
  }

  func handler(for token: UInt64) -> (any EventHandler)? {
    let index = Int(token >> 32)
    guard index < slots.count, slots[index].generation == UInt32(truncatingIfNeeded: token) else { return nil }
    return slots[index].handler
  }

  private mutating func addSlot() -> Int {
    slots.append(Slot())
    return slots.count - 1
  }
}
