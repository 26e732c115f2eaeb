// Slots in blocks, a chained index over them. See query_table.h.
#include "rpc/query_table.h"

#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include <cerrno>
#include <new>

#include "base/clock.h"
#include "base/syscalls.h"

namespace vkext::rpc {

void random_bytes(void* to, size_t n) {
  auto* p = static_cast<uint8_t*>(to);
  while (n > 0) {
    const ssize_t got = sys::getrandom(p, n, 0);
    if (got > 0) {
      p += got;
      n -= static_cast<size_t>(got);
      continue;
    }
    if (got < 0 && errno == EINTR) continue;
    break;
  }
  if (n == 0) return;
  // A kernel without the call, or a sandbox that forbids it.
  const int fd = sys::open("/dev/urandom", O_RDONLY | O_CLOEXEC);
  while (fd >= 0 && n > 0) {
    const ssize_t got = read(fd, p, n);
    if (got == 0 || (got < 0 && errno != EINTR)) break;
    if (got > 0) {
      p += got;
      n -= static_cast<size_t>(got);
    }
  }
  if (fd >= 0) close(fd);
  // No randomness at all: ids of two processes must still differ.
  uint64_t mix = static_cast<uint64_t>(now_ns()) ^ (static_cast<uint64_t>(getpid()) << 40);
  for (; n > 0; --n) {
    mix = mix * 6364136223846793005u + 1442695040888963407u;
    *p++ = static_cast<uint8_t>(mix >> 56);
  }
}

QueryTable::QueryTable() : buckets_(kBlock, kNone), mask_(kBlock - 1) { reseed(); }

void QueryTable::reseed() {
  uint64_t start = 0;
  random_bytes(&start, sizeof start);
  next_id_ = static_cast<int64_t>(start >> 2) + 1;  // 62 bits: 2^62 more ids until the sign bit
}

uint32_t QueryTable::index_of(const Query& query) const {
  // The chain of its bucket holds it; chains are as long as the table is full, about one.
  for (uint32_t i = buckets_[static_cast<size_t>(query.id) & mask_]; i != kNone;) {
    const Query& q = blocks_[i / kBlock][i % kBlock];
    if (&q == &query) return i;
    i = q.chain;
  }
  return kNone;
}

bool QueryTable::grow() {
  const uint32_t base = static_cast<uint32_t>(blocks_.size()) * kBlock;
  std::unique_ptr<Query[]> block(new (std::nothrow) Query[kBlock]);
  if (!block) return false;
  blocks_.push_back(std::move(block));
  for (uint32_t i = kBlock; i-- > 0;) {
    at(base + i).chain = free_;
    free_ = base + i;
  }
  if (base + kBlock > buckets_.size()) {
    const size_t wanted = buckets_.size() * 2;
    std::vector<uint32_t> buckets(wanted, kNone);
    for (uint32_t i = 0; i < base; ++i) {
      Query& q = at(i);
      if (q.id == 0) continue;
      uint32_t& bucket = buckets[static_cast<size_t>(q.id) & (wanted - 1)];
      q.chain = bucket;
      bucket = i;
    }
    buckets_.swap(buckets);
    mask_ = wanted - 1;
  }
  return true;
}

void QueryTable::append(QueryList& list, Query& query) { link_last(list, query, index_of(query)); }

void QueryTable::trim() {
  if (size_ != 0 || blocks_.size() <= 1) return;
  blocks_.clear();
  buckets_.assign(kBlock, kNone);
  buckets_.shrink_to_fit();
  mask_ = kBlock - 1;
  free_ = kNone;
}

size_t QueryTable::memory_bytes() const {
  return blocks_.size() * kBlock * sizeof(Query) + blocks_.capacity() * sizeof(void*) +
         buckets_.capacity() * sizeof(uint32_t);
}

}  // namespace vkext::rpc
