#include <curl/curl.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

// Swift cannot call C functions with variable arguments: one typed wrapper for each kind of argument.
static inline CURLcode af_curl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode af_curl_set_pointer(CURL *handle, CURLoption option, const void *value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode af_curl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}
typedef size_t (*af_curl_data_function)(char *, size_t, size_t, void *);
static inline CURLcode af_curl_set_data_function(CURL *handle, CURLoption option, af_curl_data_function value) {
  return curl_easy_setopt(handle, option, value);
}
typedef curl_socket_t (*af_curl_opensocket_function)(void *, curlsocktype, struct curl_sockaddr *);
static inline CURLcode af_curl_set_opensocket(CURL *handle, af_curl_opensocket_function value) {
  return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, value);
}
static inline CURLMcode af_curl_multi_set_pointer(CURLM *multi, CURLMoption option, const void *value) {
  return curl_multi_setopt(multi, option, value);
}
static inline CURLMcode af_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return curl_multi_setopt(multi, option, value);
}
static inline CURLMcode af_curl_multi_set_socket_function(CURLM *multi, curl_socket_callback value) {
  return curl_multi_setopt(multi, CURLMOPT_SOCKETFUNCTION, value);
}
static inline CURLMcode af_curl_multi_set_timer_function(CURLM *multi, curl_multi_timer_callback value) {
  return curl_multi_setopt(multi, CURLMOPT_TIMERFUNCTION, value);
}
static inline CURLcode af_curl_get_long(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}
static inline CURLcode af_curl_get_pointer(CURL *handle, CURLINFO info, void **value) {
  return curl_easy_getinfo(handle, info, value);
}
typedef int (*af_curl_connected_function)(void *, char *, char *, int, int);
static inline CURLcode af_curl_set_connected_function(CURL *handle, af_curl_connected_function value) {
  return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, value);
}

/// Copies the address a socket is wanted for, in network order: returns 4 or 16 bytes written, 0 for another family.
static inline int32_t af_curl_address(const struct curl_sockaddr *wanted, uint8_t *bytes) {
  if (wanted->family == AF_INET) {
    memcpy(bytes, &((const struct sockaddr_in *)&wanted->addr)->sin_addr, 4);
    return 4;
  }
  if (wanted->family == AF_INET6) {
    memcpy(bytes, &((const struct sockaddr_in6 *)&wanted->addr)->sin6_addr, 16);
    return 16;
  }
  return 0;
}
static inline curl_socket_t af_curl_open_socket(const struct curl_sockaddr *wanted) {
  return socket(wanted->family, wanted->socktype | SOCK_CLOEXEC, wanted->protocol);
}
