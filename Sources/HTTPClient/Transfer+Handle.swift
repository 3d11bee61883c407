internal import CCurl

extension Transfer {
  /// Makes the libcurl handle and sets every option.
  /// - Returns: false when libcurl has no memory for it.
  func open(userAgent: String) -> Bool {
    guard let handle = unsafe curl_easy_init() else { return false }
    unsafe self.handle = handle
    unsafe setAddress(handle)
    unsafe setPolicy(handle, userAgent)
    unsafe setMethodAndBody(handle)
    unsafe setCallbacks(handle)
    return true
  }

  /// Frees the handle; it must not be part of a multi handle any more.
  func close() {
    if let handle = unsafe handle { unsafe curl_easy_cleanup(handle) }
    unsafe curl_slist_free_all(headerList)
    unsafe handle = nil
    unsafe headerList = nil
  }

  private func setAddress(_ handle: UnsafeMutableRawPointer) {
    // libcurl copies strings, except in lists, which it reads until the handle is closed.
    unsafe set(handle, CURLOPT_URL, request.url)
    unsafe set(handle, CURLOPT_PROTOCOLS_STR, "http,https")
    unsafe set(handle, CURLOPT_PATH_AS_IS, 1)
    unsafe set(handle, CURLOPT_DISALLOW_USERNAME_IN_URL, 1)
    for line in request.headerLines { unsafe headerList = curl_slist_append(headerList, line) }
    _ = unsafe af_curl_set_pointer(handle, CURLOPT_HTTPHEADER, headerList)
  }

  private func setPolicy(_ handle: UnsafeMutableRawPointer, _ userAgent: String) {
    _ = unsafe af_curl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText.baseAddress)
    unsafe set(handle, CURLOPT_USERAGENT, userAgent)
    unsafe set(handle, CURLOPT_ACCEPT_ENCODING, "gzip, br")
    unsafe set(handle, CURLOPT_FOLLOWLOCATION, 0)
    // An empty name means: no proxy, whatever the environment says.
    unsafe set(handle, CURLOPT_PROXY, "")
    unsafe set(handle, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1)
    unsafe set(handle, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2)
    unsafe set(handle, CURLOPT_SSL_VERIFYPEER, 1)
    unsafe set(handle, CURLOPT_SSL_VERIFYHOST, 2)
    unsafe set(handle, CURLOPT_NOSIGNAL, 1)
    // Without this, giving up during a name look-up waits for the look-up's thread and holds the loop.
    unsafe set(handle, CURLOPT_QUICK_EXIT, 1)
  }

  /// The body is read through a callback that cannot start over. So libcurl, which by itself repeats a request when a kept connection turns
  /// out to be dead, can do so only while none of the body was sent; without a body a new connection is asked for.
  private func setMethodAndBody(_ handle: UnsafeMutableRawPointer) {
    if request.method == "HEAD" {
      unsafe set(handle, CURLOPT_NOBODY, 1)
    } else if request.method == "POST" || request.body != nil {
      unsafe set(handle, CURLOPT_POST, 1)
      _ = unsafe af_curl_set_offset(handle, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(request.body?.count ?? 0))
    }
    if !["GET", "HEAD", "POST"].contains(request.method) || (request.method == "GET" && request.body != nil) {
      unsafe set(handle, CURLOPT_CUSTOMREQUEST, request.method)
    }
    if !request.isIdempotent, request.body?.isEmpty ?? true { unsafe set(handle, CURLOPT_FRESH_CONNECT, 1) }
  }

  private func set(_ handle: UnsafeMutableRawPointer, _ option: CURLoption, _ value: String) {
    _ = unsafe value.withCString { unsafe af_curl_set_pointer(handle, option, $0) }
  }

  private func set(_ handle: UnsafeMutableRawPointer, _ option: CURLoption, _ value: Int) {
    let code = unsafe af_curl_set_long(handle, option, value)
    assert(code == CURLE_OK, "libcurl does not know an option")
  }
}
