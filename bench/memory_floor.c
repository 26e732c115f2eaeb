/*
 * What memory alone costs: the loads and stores that a result of N elements needs, without any work beside them.
 *
 *     memory_floor decode-ints|encode-ints|decode-counters|batch N ROUNDS
 *
 * Prints "elements wall-seconds cpu-seconds" like bench/rows.php. Sizes are those of PHP 8.2 on 64 bits: 16 bytes for an
 * element of a list, 32 and two hashes of 4 for one of a dictionary, 40 for its key. Blocks of 2 MiB and more are fresh
 * mappings with large pages in each round, as PHP's allocator and vkext make them; smaller ones are used again. Only
 * bench/growth.py needs this: the curves of docs/bench.md stand beside it. Measures nothing of vkext.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

enum { kLarge = 2 << 20 };

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void *must(void *block) {
  if (block && block != MAP_FAILED) return block;
  perror("memory_floor");
  exit(1);
}

/* A block that lives for a round. `kept` holds the one of the last round, where it is small. */
typedef struct {
  uint8_t *start, *mapping, *kept;
  size_t size;
} Block;

static uint8_t *begin(Block *b, size_t size) {
  b->size = size;
  if (size < kLarge) {
    if (!b->kept) b->kept = must(malloc(size));
    return b->start = b->kept;
  }
  b->mapping = must(mmap(NULL, size + kLarge, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
  b->start = (uint8_t *)(((uintptr_t)b->mapping + kLarge - 1) & ~(uintptr_t)(kLarge - 1));
  madvise(b->start, size, MADV_HUGEPAGE);
  return b->start;
}

static void end(Block *b) {
  if (b->size >= kLarge) munmap(b->mapping, b->size + kLarge);
}

static size_t power(size_t n) {
  size_t p = 8;
  while (p < n) p *= 2;
  return p;
}

static void decode_ints(const uint8_t *in, size_t n) {
  static Block block;
  uint8_t *p = begin(&block, power(n) * 16);
  for (size_t i = 0; i < n; ++i, p += 16) {
    int32_t v;
    memcpy(&v, in + i * 4, 4);
    int64_t wide = v;
    uint32_t type = 4;
    memcpy(p, &wide, 8);
    memcpy(p + 8, &type, 4);
  }
  __asm__ volatile("" ::"r"(block.start) : "memory");
  end(&block);
}

/* The bytes are stored once and copied once, into the string that the script gets. */
static void encode_ints(const uint8_t *in, size_t n) {
  static Block body, string;
  uint8_t *p = begin(&body, n * 4);
  for (size_t i = 0; i < n; ++i) memcpy(p + i * 4, in + i * 16, 4);
  __asm__ volatile("" ::"r"(p) : "memory");
  memcpy(begin(&string, n * 4), p, n * 4);
  __asm__ volatile("" ::"r"(string.start) : "memory");
  end(&string);
  end(&body);
}

/* Keys are strings of 16 bytes; their hashes fall where a multiplicative hash puts them. */
static void decode_counters(const uint8_t *in, size_t n) {
  static Block table;
  static uint8_t *keys;
  const size_t places = power(n);
  uint32_t *hashes = (uint32_t *)begin(&table, places * 40);
  uint8_t *buckets = (uint8_t *)(hashes + places * 2);
  if (!keys) keys = must(malloc(n * 40));
  memset(hashes, 255, places * 8);
  for (size_t i = 0; i < n; ++i) {
    uint8_t *key = keys + i * 40, *bucket = buckets + i * 32;
    memcpy(key + 24, in + i * 20, 16);
    uint64_t hash = (i + 1) * 0x9e3779b97f4a7c15u;
    memcpy(key + 8, &hash, 8);
    memset(key, 1, 8);
    uint32_t *place = hashes + (hash & (places * 2 - 1));
    memcpy(bucket, in + i * 20 + 16, 4);
    memcpy(bucket + 12, place, 4);
    memcpy(bucket + 16, &hash, 8);
    memcpy(bucket + 24, &key, 8);
    *place = (uint32_t)i;
  }
  __asm__ volatile("" ::"r"(hashes), "r"(keys) : "memory");
  uint64_t counts = 0; /* freeing looks at each bucket and at each key's count */
  for (size_t i = 0; i < n; ++i) counts += keys[i * 40] + buckets[i * 32 + 24];
  __asm__ volatile("" ::"r"(counts));
  end(&table);
}

/* Per query: 112 bytes while it is open, 64 of answer, 328 of arrays and a string, 16 in the result and 8 for its id. */
static void batch(const uint8_t *in, size_t n) {
  static uint8_t *open, *answers, *values, *result, *ids;
  if (!open) {
    open = must(malloc(n * 112));
    answers = must(malloc(n * 64));
    values = must(malloc(n * 328));
    result = must(malloc(n * 16));
    ids = must(malloc(n * 16));
  }
  for (size_t i = 0; i < n; ++i) memset(open + i * 112, (int)i, 112), memset(ids + i * 16, (int)i, 16);
  __asm__ volatile("" ::"r"(open), "r"(ids) : "memory");
  for (size_t i = 0; i < n; ++i) memcpy(answers + i * 64, in + (i & 1023) * 64, 64), open[i * 112] = 2;
  __asm__ volatile("" ::"r"(open), "r"(answers) : "memory");
  for (size_t i = 0; i < n; ++i) {
    memset(values + i * 328, open[i * 112] + ids[i * 16], 264);
    memcpy(values + i * 328 + 264, answers + i * 64, 64);
    memset(result + i * 16, 7, 16);
    open[i * 112 + 64] = 0;
  }
  __asm__ volatile("" ::"r"(values), "r"(result) : "memory");
  uint64_t counts = 0;
  for (size_t i = 0; i < n; ++i) {
    for (size_t at = 0; at < 328; at += 64) counts += values[i * 328 + at];
  }
  __asm__ volatile("" ::"r"(counts));
}

int main(int argc, char **argv) {
  if (argc != 4) return 2;
  const size_t n = strtoull(argv[2], NULL, 10), rounds = strtoull(argv[3], NULL, 10);
  void (*work)(const uint8_t *, size_t) = !strcmp(argv[1], "decode-ints")       ? decode_ints
                                          : !strcmp(argv[1], "encode-ints")     ? encode_ints
                                          : !strcmp(argv[1], "decode-counters") ? decode_counters
                                          : !strcmp(argv[1], "batch")           ? batch
                                                                                : NULL;
  if (!work || !n) return 2;
  const size_t input_bytes = n * 20 + 65536;
  uint8_t *in = must(malloc(input_bytes));
  memset(in, 7, input_bytes);
  work(in, n);
  const double start = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
  for (size_t i = 0; i < rounds; ++i) work(in, n);
  printf("%zu %.9f %.9f\n", n * rounds, now(CLOCK_MONOTONIC) - start, now(CLOCK_PROCESS_CPUTIME_ID) - cpu);
  return 0;
}
