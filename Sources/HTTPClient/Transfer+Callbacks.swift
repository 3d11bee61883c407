internal import CCurl

extension Transfer {
  /// Hands this object to libcurl without retaining it: the engine holds it until the handle is closed.
  func setCallbacks(_ handle: UnsafeMutableRawPointer) {
    let context = unsafe Unmanaged.passUnretained(self).toOpaque()
    for option in [CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_READDATA, CURLOPT_OPENSOCKETDATA, CURLOPT_PREREQDATA] {
      _ = unsafe af_curl_set_pointer(handle, option, context)
    }
    _ = unsafe af_curl_set_data_function(handle, CURLOPT_WRITEFUNCTION, receiveBody)
    _ = unsafe af_curl_set_data_function(handle, CURLOPT_HEADERFUNCTION, receiveHeader)
    _ = unsafe af_curl_set_data_function(handle, CURLOPT_READFUNCTION, sendBody)
    _ = unsafe af_curl_set_opensocket(handle, openSocket)
    _ = unsafe af_curl_set_connected_function(handle, reportConnected)
  }

  fileprivate static func from(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  }
}

/// A count no part has: -1 as libcurl's unsigned number.
private let refused = -1

/// libcurl stops the transfer when another count comes back than it gave.
private func receiveBody(_ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
  let part = unsafe UnsafeRawBufferPointer(start: data, count: size * count)
  return unsafe Transfer.from(context)?.receive(body: part) == true ? part.count : refused
}

private func receiveHeader(_ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
  let line = unsafe UnsafeRawBufferPointer(start: data, count: size * count)
  return unsafe Transfer.from(context)?.receive(headerLine: line) == true ? line.count : refused
}

private func sendBody(_ data: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?) -> Int {
  unsafe Transfer.from(context)?.send(into: UnsafeMutableRawBufferPointer(start: data, count: size * count)) ?? 0
}

private func openSocket(
  _ context: UnsafeMutableRawPointer?, _ purpose: curlsocktype, _ wanted: UnsafeMutablePointer<curl_sockaddr>?
) -> curl_socket_t {
  guard let wanted = unsafe wanted, let transfer = unsafe Transfer.from(context) else { return CURL_SOCKET_BAD }
  var address = [UInt8](repeating: 0, count: 16)
  let count = unsafe af_curl_address(wanted, &address)
  guard transfer.permits(Array(address.prefix(Int(count)))) else { return CURL_SOCKET_BAD }
  return unsafe af_curl_open_socket(wanted)
}

private func reportConnected(
  _ context: UnsafeMutableRawPointer?, _ peer: UnsafeMutablePointer<CChar>?, _ own: UnsafeMutablePointer<CChar>?, _ peerPort: Int32,
  _ ownPort: Int32
) -> Int32 {
  unsafe Transfer.from(context)?.connected()
  return CURL_PREREQFUNC_OK
}
