internal import CCurl

extension ClientError {
  /// What a result of libcurl means.
  /// - Parameters:
  ///   - wasConnected: the request had begun to be sent.
  ///   - detail: libcurl's message of a failed handshake; speaks of certificates and host names only.
  init(_ code: CURLcode, wasConnected: Bool, detail: String) {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST: self = .nameNotResolved
    case CURLE_COULDNT_CONNECT: self = .connectionRefused
    case CURLE_OPERATION_TIMEDOUT: self = wasConnected ? .totalTimeout : .connectTimeout
    case CURLE_URL_MALFORMAT, CURLE_BAD_FUNCTION_ARGUMENT: self = .invalidRequest
    case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_SEND_FAIL_REWIND: self = .connectionLost
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER, CURLE_SSL_CACERT_BADFILE,
      CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_SHUTDOWN_FAILED:
      self = .tlsFailed(detail.isEmpty ? Self.text(code) : detail)
    default: self = .protocolError(Self.text(code))
    }
  }

  private static func text(_ code: CURLcode) -> String {
    guard let text = unsafe curl_easy_strerror(code) else { return "error \(code.rawValue)" }
    return unsafe String(cString: text)
  }
}
