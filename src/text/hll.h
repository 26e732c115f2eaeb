// HyperLogLog counters kept in strings: the vk_stats_hll_* family.
//
// A counter has m = 256 or 16384 buckets. Unpacked it is m bytes, '0' + rank each. Packed it lists the buckets that are
// not empty (see hll.cpp); the older packed form, '!', is only read. Strings come from storages and strangers: whatever
// they hold, a function answers or refuses, and looks at nothing outside them. Ranks too high for m count as the
// highest.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace vkext::text {

constexpr size_t kHllSizeSmall = 256;
constexpr size_t kHllSizeLarge = 16384;

constexpr bool is_hll_size(int64_t size) { return size == kHllSizeSmall || size == kHllSizeLarge; }
constexpr char kHllEmpty = '0';  // a bucket nothing fell into

// An unpacked counter: the right size, and every byte a rank.
bool hll_is_unpacked(std::string_view hll);
// Only looks at the first byte, as scripts expect; whether the rest makes sense shows when it is read.
bool hll_is_packed(std::string_view hll);

// Counts `value` in. `buckets` are `size` bytes of an unpacked counter, is_hll_size(size).
void hll_insert(char* buckets, size_t size, int64_t value);

// nullopt: not a counter in the form the function wants. hll_pack("") is "", and a counter that packing would not make
// smaller comes back unpacked.
std::optional<std::string> hll_pack(std::string_view unpacked);
std::optional<std::string> hll_unpack(std::string_view packed);
// Either form.
std::optional<double> hll_count(std::string_view hll);

// Folds `hll`, in either form, into `into`, an unpacked counter of the same size; an empty `into` takes any size.
// False leaves `into` alone.
bool hll_merge(std::string_view hll, std::string& into);

}  // namespace vkext::text
