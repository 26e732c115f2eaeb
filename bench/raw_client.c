/* The floor: a client that sends prebuilt packets and counts the bytes that come back.
 *
 * It neither checks a CRC nor decodes, and shares no code with src/. Used by bench/run only.
 *     raw_client HOST PORT batch CALLS KEY [unix-path]      demo.get KEY, `batch` requests per write
 * Prints: CALLS SECONDS CPU_SECONDS
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

static void die(const char *what) {
  perror(what);
  exit(1);
}

static void put32(uint8_t *p, uint32_t v) { memcpy(p, &v, 4); }

static size_t packet(uint8_t *p, int32_t seq, uint32_t type, const void *body, size_t n) {
  put32(p, (uint32_t)(n + 16));
  put32(p + 4, (uint32_t)seq);
  put32(p + 8, type);
  memcpy(p + 12, body, n);
  put32(p + 12 + n, (uint32_t)crc32(0, p, (uInt)(12 + n)));
  return n + 16;
}

static void write_all(int fd, const uint8_t *p, size_t n) {
  while (n) {
    ssize_t w = write(fd, p, n);
    if (w < 0) die("write");
    p += w;
    n -= (size_t)w;
  }
}

static void read_some(int fd, uint8_t *p, size_t n) {
  while (n) {
    ssize_t r = read(fd, p, n);
    if (r <= 0) die("read");
    p += r;
    n -= (size_t)r;
  }
}

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static int open_socket(char **argv, int argc) {
  if (argc > 6) {
    struct sockaddr_un a = {.sun_family = AF_UNIX};
    strncpy(a.sun_path, argv[6], sizeof a.sun_path - 1);
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (connect(fd, (struct sockaddr *)&a, sizeof a)) die("connect");
    return fd;
  }
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(argv[2]))};
  inet_pton(AF_INET, argv[1], &a.sin_addr);
  int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
  if (connect(fd, (struct sockaddr *)&a, sizeof a)) die("connect");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  return fd;
}

int main(int argc, char **argv) {
  if (argc < 6) return 2;
  const int batch = atoi(argv[3]), calls = atoi(argv[4]);
  const char *key = argv[5];
  int fd = open_socket(argv, argc);
  uint8_t setup[64] = {0}, hello[128], answer[128];
  setup[5] = 1; /* schema none, version 1 */
  write_all(fd, hello, packet(hello, -2, 0x7acb87aa, setup, 28));
  read_some(fd, answer, 44);
  memset(setup, 0, sizeof setup);
  write_all(fd, hello, packet(hello, -1, 0x7682eef5, setup, 28));
  read_some(fd, answer, 44);

  /* demo.get KEY: query id, magic, string */
  uint8_t body[512];
  const size_t k = strlen(key), padded = (k + 4) & ~(size_t)3;
  uint8_t text[300] = {0};
  text[0] = (uint8_t)k;
  memcpy(text + 1, key, k);
  const size_t body_bytes = 12 + padded;
  const char canonical[] = "demo.get key:string = demo.Value";
  const uint32_t magic = (uint32_t)crc32(0, (const Bytef *)canonical, sizeof canonical - 1);
  uint8_t *packets = malloc((size_t)calls * (body_bytes + 16));
  size_t size = 0;
  for (int i = 0; i < calls; ++i) {
    const uint64_t id = 1000000u + (uint64_t)i;
    memcpy(body, &id, 8);
    put32(body + 8, magic);
    memcpy(body + 12, text, padded);
    size += packet(packets + size, i, 0x2374df3d, body, body_bytes);
  }
  const size_t one = body_bytes + 16;
  static uint8_t in[1 << 20];
  const double start = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
  size_t have = 0;
  for (int done = 0; done < calls;) {
    const int n = calls - done < batch ? calls - done : batch;
    size_t to_send = one * (size_t)n, sent = 0;
    int got = 0;
    while (got < n) {
      if (sent < to_send) {
        size_t piece = to_send - sent < 65536 ? to_send - sent : 65536;
        ssize_t w = send(fd, packets + one * (size_t)done + sent, piece, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (w < 0 && errno != EAGAIN) die("send");
        if (w > 0) sent += (size_t)w;
        if (sent < to_send && w > 0) continue;
      }
      ssize_t r = read(fd, in + have, sizeof in - have);
      if (r <= 0) die("read");
      have += (size_t)r;
      size_t at = 0;
      uint32_t length;
      while (have - at >= 4 && (memcpy(&length, in + at, 4), have - at >= length)) {
        at += length;
        ++got;
      }
      memmove(in, in + at, have - at);
      have -= at;
    }
    done += n;
  }
  printf("%d %.9f %.9f\n", calls, now(CLOCK_MONOTONIC) - start, now(CLOCK_PROCESS_CPUTIME_ID) - cpu);
  return 0;
}
