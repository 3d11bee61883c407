#define _GNU_SOURCE
#include "CLinux.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <semaphore.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

static __thread void *current_loop = NULL;
void *af_current_loop(void) { return current_loop; }
void af_set_current_loop(void *loop) { current_loop = loop; }

struct thread_start {
  void (*body)(void *);
  void *context;
};
static void *thread_main(void *raw) {
  struct thread_start start = *(struct thread_start *)raw;
  free(raw);
  start.body(start.context);
  return NULL;
}
int32_t af_thread_start(const char *name, void (*body)(void *), void *context, uint64_t *thread) {
  struct thread_start *start = malloc(sizeof *start);
  if (!start) return -ENOMEM;
  *start = (struct thread_start){body, context};
  pthread_t id;
  int error = pthread_create(&id, NULL, thread_main, start);
  if (error != 0) {
    free(start);
    return -error;
  }
  char short_name[16];
  strncpy(short_name, name, sizeof short_name - 1);
  short_name[sizeof short_name - 1] = 0;
  pthread_setname_np(id, short_name);
  *thread = (uint64_t)id;
  return 0;
}
void af_thread_join(uint64_t thread) { pthread_join((pthread_t)thread, NULL); }

void *af_semaphore_create(void) {
  sem_t *semaphore = malloc(sizeof *semaphore);
  if (semaphore) sem_init(semaphore, 0, 0);
  return semaphore;
}
void af_semaphore_signal(void *semaphore) { sem_post(semaphore); }
void af_semaphore_wait(void *semaphore) {
  while (sem_wait(semaphore) < 0 && errno == EINTR) {}
}
void af_semaphore_destroy(void *semaphore) {
  sem_destroy(semaphore);
  free(semaphore);
}

int32_t af_epoll_create(void) {
  int fd = epoll_create1(EPOLL_CLOEXEC);
  return fd < 0 ? -errno : fd;
}

int32_t af_epoll_control(int32_t epoll, int32_t operation, int32_t fd, uint32_t events, uint64_t data) {
  struct epoll_event event = {.events = events, .data.u64 = data};
  return epoll_ctl(epoll, operation == 1 ? EPOLL_CTL_ADD : operation == 2 ? EPOLL_CTL_MOD : EPOLL_CTL_DEL, fd, &event) < 0 ? -errno : 0;
}

int32_t af_epoll_wait(int32_t epoll, struct af_event *events, int32_t capacity, int32_t timeout) {
  struct epoll_event raw[256];
  if (capacity > 256) capacity = 256;
  int count = epoll_wait(epoll, raw, capacity, timeout);
  if (count < 0) return errno == EINTR ? 0 : -errno;
  for (int i = 0; i < count; i++) {
    events[i].events = raw[i].events;
    events[i].data = raw[i].data.u64;
  }
  return count;
}

int32_t af_eventfd(void) {
  int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  return fd < 0 ? -errno : fd;
}
void af_eventfd_signal(int32_t fd) {
  uint64_t one = 1;
  while (write(fd, &one, sizeof one) < 0 && errno == EINTR) {}
}
void af_eventfd_drain(int32_t fd) {
  uint64_t value;
  while (read(fd, &value, sizeof value) < 0 && errno == EINTR) {}
}

int32_t af_set_nonblocking(int32_t fd) {
  int flags = fcntl(fd, F_GETFL);
  return flags < 0 || fcntl(fd, F_SETFL, flags | O_NONBLOCK) < 0 ? -errno : 0;
}

int32_t af_listen_tcp(const char *host, const char *port, int32_t backlog, int32_t reuse_port) {
  struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
  struct addrinfo *found = NULL;
  if (getaddrinfo(*host ? host : NULL, port, &hints, &found) != 0 || !found) return -EADDRNOTAVAIL;
  int result = -EADDRNOTAVAIL;
  for (struct addrinfo *each = found; each; each = each->ai_next) {
    int fd = socket(each->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0) { result = -errno; continue; }
    int one = 1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    if (reuse_port) setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one);
    if (bind(fd, each->ai_addr, each->ai_addrlen) == 0 && listen(fd, backlog) == 0) { result = fd; break; }
    result = -errno;
    close(fd);
  }
  freeaddrinfo(found);
  return result;
}

static int unix_address(const char *path, struct sockaddr_un *address) {
  *address = (struct sockaddr_un){.sun_family = AF_UNIX};
  if (strlen(path) >= sizeof address->sun_path) return -ENAMETOOLONG;
  strcpy(address->sun_path, path);
  return 0;
}

int32_t af_connect_unix(const char *path) {
  struct sockaddr_un address;
  int error = unix_address(path, &address);
  if (error < 0) return error;
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return -errno;
  if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
    error = errno;
    close(fd);
    return -error;
  }
  return fd;
}

int32_t af_listen_unix(const char *path, int32_t backlog) {
  struct sockaddr_un address;
  int error = unix_address(path, &address);
  if (error < 0) return error;
  // A socket that somebody answers on is in use; one that nobody answers on was left behind.
  int other = af_connect_unix(path);
  if (other >= 0) {
    close(other);
    return -EADDRINUSE;
  }
  struct stat existing;
  if (stat(path, &existing) == 0 && S_ISSOCK(existing.st_mode)) unlink(path);
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return -errno;
  if (bind(fd, (struct sockaddr *)&address, sizeof address) < 0 || listen(fd, backlog) < 0) {
    error = errno;
    close(fd);
    return -error;
  }
  return fd;
}

int32_t af_bound_port(int32_t fd) {
  struct sockaddr_storage address;
  socklen_t length = sizeof address;
  if (getsockname(fd, (struct sockaddr *)&address, &length) < 0) return -errno;
  if (address.ss_family == AF_INET) return ntohs(((struct sockaddr_in *)&address)->sin_port);
  if (address.ss_family == AF_INET6) return ntohs(((struct sockaddr_in6 *)&address)->sin6_port);
  return 0;
}

int32_t af_address_text(const struct sockaddr *address, char *text, size_t size) {
  if (address->sa_family == AF_INET)
    return inet_ntop(AF_INET, &((const struct sockaddr_in *)address)->sin_addr, text, (socklen_t)size) ? 0 : -1;
  if (address->sa_family == AF_INET6)
    return inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)address)->sin6_addr, text, (socklen_t)size) ? 0 : -1;
  return -1;
}

int32_t af_accept(int32_t fd, char *address, size_t size) {
  struct sockaddr_storage peer;
  socklen_t length = sizeof peer;
  int client = accept4(fd, (struct sockaddr *)&peer, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (client < 0) return -errno;
  if (size > 0) address[0] = 0;
  if (peer.ss_family == AF_INET || peer.ss_family == AF_INET6) {
    int one = 1;
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    af_address_text((struct sockaddr *)&peer, address, size);
  }
  return client;
}

int32_t af_connect_tcp(const char *host, const char *port) {
  struct addrinfo hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
  struct addrinfo *found = NULL;
  if (getaddrinfo(host, port, &hints, &found) != 0 || !found) return -EHOSTUNREACH;
  int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  int result = fd < 0 ? -errno : fd;
  if (fd >= 0 && connect(fd, found->ai_addr, found->ai_addrlen) < 0) {
    result = -errno;
    close(fd);
  }
  freeaddrinfo(found);
  return result;
}

int64_t af_receive(int32_t fd, void *buffer, size_t length) {
  ssize_t count;
  do { count = recv(fd, buffer, length, 0); } while (count < 0 && errno == EINTR);
  return count < 0 ? -errno : count;
}
int64_t af_send(int32_t fd, const void *buffer, size_t length) {
  ssize_t count;
  do { count = send(fd, buffer, length, MSG_NOSIGNAL); } while (count < 0 && errno == EINTR);
  return count < 0 ? -errno : count;
}
void af_shutdown_write(int32_t fd) { shutdown(fd, SHUT_WR); }
void af_close(int32_t fd) { close(fd); }
int32_t af_duplicate(int32_t fd) {
  int copy = fcntl(fd, F_DUPFD_CLOEXEC, 3);
  return copy < 0 ? -errno : copy;
}

int32_t af_signals(void) {
  signal(SIGPIPE, SIG_IGN);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  if (pthread_sigmask(SIG_BLOCK, &set, NULL) != 0) return -EINVAL;
  int fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
  return fd < 0 ? -errno : fd;
}
int32_t af_next_signal(int32_t fd) {
  struct signalfd_siginfo info;
  return read(fd, &info, sizeof info) == sizeof info ? (int32_t)info.ssi_signo : 0;
}

int64_t af_monotonic(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}
int64_t af_realtime(void) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

void af_write_all(int32_t fd, const void *buffer, size_t length) {
  const char *next = buffer;
  while (length > 0) {
    ssize_t count = write(fd, next, length);
    if (count < 0) {
      if (errno == EINTR) continue;
      return;
    }
    next += count;
    length -= (size_t)count;
  }
}

void af_tune_memory(void) {
  mallopt(M_ARENA_MAX, 2);
  mallopt(M_TRIM_THRESHOLD, 128 * 1024);
}

int64_t af_raise_file_limit(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) < 0) return -errno;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
  getrlimit(RLIMIT_NOFILE, &limit);
  return (int64_t)limit.rlim_cur;
}

void af_sd_notify(const char *message) {
  const char *path = getenv("NOTIFY_SOCKET");
  if (!path || (path[0] != '/' && path[0] != '@')) return;
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  size_t length = strlen(path);
  if (length >= sizeof address.sun_path) return;
  memcpy(address.sun_path, path, length);
  if (path[0] == '@') address.sun_path[0] = 0;
  int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return;
  sendto(fd, message, strlen(message), MSG_NOSIGNAL, (struct sockaddr *)&address, (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length));
  close(fd);
}

int32_t af_process_id(void) { return getpid(); }

int32_t af_core_count(void) {
  long count = sysconf(_SC_NPROCESSORS_ONLN);
  return count < 1 ? 1 : (int32_t)count;
}
