internal import CCurl
internal import EventLoop

/// libcurl's multi handle driven by an event loop: its sockets are watched and its timer runs there. Confined to its loop.
@safe final class CurlMulti {
  private let loop: EventLoop
  private let handle: UnsafeMutableRawPointer
  private let onDone: (UnsafeMutableRawPointer, CURLcode) -> Void
  private var watches: [Int32: SocketWatch] = [:]
  private var timer: TimerID?

  private static let globalStatus = curl_global_init(Int(CURL_GLOBAL_DEFAULT))

  /// - Parameters:
  ///   - idleConnections: kept open for reuse.
  ///   - onDone: gets the handle of each transfer libcurl has ended, and its result.
  init(loop: EventLoop, idleConnections: Int, onDone: @escaping (UnsafeMutableRawPointer, CURLcode) -> Void) {
    loop.assertOnLoop()
    let status = Self.globalStatus
    precondition(status == CURLE_OK, "libcurl could not be started")
    guard let handle = unsafe curl_multi_init() else { preconditionFailure("out of memory") }
    self.loop = loop
    unsafe self.handle = handle
    unsafe self.onDone = onDone
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    _ = unsafe af_curl_multi_set_pointer(handle, CURLMOPT_SOCKETDATA, context)
    _ = unsafe af_curl_multi_set_pointer(handle, CURLMOPT_TIMERDATA, context)
    _ = unsafe af_curl_multi_set_socket_function(handle, socketChanged)
    _ = unsafe af_curl_multi_set_timer_function(handle, timerChanged)
    _ = unsafe af_curl_multi_set_long(handle, CURLMOPT_MAXCONNECTS, idleConnections)
  }

  /// Starts a transfer. Its end comes through `onDone`, never during this call.
  func add(_ easy: UnsafeMutableRawPointer) -> Bool {
    unsafe curl_multi_add_handle(handle, easy) == CURLM_OK
  }

  /// Ends a transfer, whether libcurl is done with it or not.
  func remove(_ easy: UnsafeMutableRawPointer) {
    _ = unsafe curl_multi_remove_handle(handle, easy)
  }

  /// Closes the kept connections; no transfer may be left.
  func close() {
    _ = unsafe curl_multi_cleanup(handle)
    for watch in watches.values { watch.stop() }
    watches = [:]
    setTimer(milliseconds: -1)
  }

  // MARK: Called by libcurl

  fileprivate func watch(_ descriptor: Int32, _ what: Int32) {
    guard what != CURL_POLL_REMOVE else {
      watches.removeValue(forKey: descriptor)?.stop()
      return
    }
    let watch =
      watches[descriptor]
      ?? SocketWatch(loop: loop, descriptor: descriptor) { [unowned self] bits in advance(descriptor, bits) }
    watches[descriptor] = watch
    watch.watch(what == CURL_POLL_IN ? .read : what == CURL_POLL_OUT ? .write : what == CURL_POLL_INOUT ? .readWrite : .none)
  }

  fileprivate func setTimer(milliseconds: Int) {
    if let timer { loop.cancel(timer) }
    timer = nil
    guard milliseconds >= 0 else { return }
    timer = loop.schedule(after: .milliseconds(milliseconds)) { [weak self] in
      self?.timer = nil
      self?.advance(CURL_SOCKET_TIMEOUT, 0)
    }
  }

  // MARK: Driving it

  private func advance(_ descriptor: Int32, _ bits: Int32) {
    var running: Int32 = 0
    _ = unsafe curl_multi_socket_action(handle, descriptor, bits, &running)
    var left: Int32 = 0
    while let message = unsafe curl_multi_info_read(handle, &left) {
      guard unsafe message.pointee.msg == CURLMSG_DONE, let easy = unsafe message.pointee.easy_handle else { continue }
      unsafe onDone(easy, message.pointee.data.result)
    }
  }

  fileprivate static func from(_ context: UnsafeMutableRawPointer?) -> CurlMulti? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged<CurlMulti>.fromOpaque(context).takeUnretainedValue()
  }
}

private func socketChanged(
  _ easy: UnsafeMutableRawPointer?, _ descriptor: curl_socket_t, _ what: Int32, _ context: UnsafeMutableRawPointer?,
  _ socketContext: UnsafeMutableRawPointer?
) -> Int32 {
  unsafe CurlMulti.from(context)?.watch(descriptor, what)
  return 0
}

private func timerChanged(_ multi: UnsafeMutableRawPointer?, _ milliseconds: Int, _ context: UnsafeMutableRawPointer?) -> Int32 {
  unsafe CurlMulti.from(context)?.setTimer(milliseconds: milliseconds)
  return 0
}
