// Memory in large pages: a hint to the system for blocks whose page faults would cost more than filling them.
//
// Only a hint: what the memory holds, and who owns it, is the same with and without. Where the system has no large
// pages or forbids them, nothing happens. Whole pages inside of the block alone are meant, so no neighbour is touched.
#pragma once

#include <sys/mman.h>

#include <cstddef>
#include <cstdint>

namespace vkext {

// The size of a large page on amd64, and of the usual one on arm64.
constexpr size_t kLargePageBytes = 2u << 20;

// Call before the block is written to for the first time.
inline void prefer_large_pages([[maybe_unused]] void* block, [[maybe_unused]] size_t bytes) {
#ifdef MADV_HUGEPAGE
  if (bytes < kLargePageBytes) return;
  constexpr uintptr_t kPage = 64u << 10;  // the largest of ordinary ones
  const uintptr_t from = (reinterpret_cast<uintptr_t>(block) + kPage - 1) & ~(kPage - 1);
  const uintptr_t to = (reinterpret_cast<uintptr_t>(block) + bytes) & ~(kPage - 1);
  if (from < to) madvise(reinterpret_cast<void*>(from), to - from, MADV_HUGEPAGE);
#endif
}

}  // namespace vkext
