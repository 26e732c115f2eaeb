// The hash table of names and the hash: found again after growth, told apart when hashes collide.
#include "tl/name_table.h"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace vkext::tl {
namespace {

TEST(NameTable, FindsWhatWasAdded) {
  std::vector<std::string> names;
  NameTable table;
  const auto find = [&](const std::string& s) {
    return table.find(hash_name(s), [&](uint32_t i) { return names[i] == s; });
  };
  EXPECT_EQ(find("nothing"), NameTable::kAbsent);
  for (uint32_t i = 0; i < 5000; ++i) {
    const std::string s = "name" + std::to_string(i);
    EXPECT_EQ(find(s), NameTable::kAbsent);
    names.push_back(s);
    table.add(hash_name(s), i);
  }
  for (uint32_t i = 0; i < 5000; ++i) EXPECT_EQ(find(names[i]), i);
}

TEST(NameTable, EqualHashes) {
  NameTable table;
  for (uint32_t i = 0; i < 100; ++i) table.add(7, i);
  for (uint32_t i = 0; i < 100; ++i) EXPECT_EQ(table.find(7, [&](uint32_t j) { return j == i; }), i);
  EXPECT_EQ(table.find(7, [](uint32_t) { return false; }), NameTable::kAbsent);
}

TEST(NameTable, HashSeesEveryByte) {
  for (size_t n = 0; n < 100; ++n) {
    std::set<uint64_t> seen;
    std::string s(n, 'a');
    seen.insert(hash_bytes(s.data(), n));
    for (size_t i = 0; i < n; ++i) {
      for (const int bit : {0, 7}) {
        std::string t = s;
        t[i] = static_cast<char>(t[i] ^ (1 << bit));
        // Two changes far apart must not cancel each other either.
        seen.insert(hash_bytes(t.data(), n));
        if (i + 32 < n) {
          t[i + 32] = static_cast<char>(t[i + 32] ^ (1 << bit));
          seen.insert(hash_bytes(t.data(), n));
        }
      }
    }
    EXPECT_EQ(seen.size(), 1 + 2 * n + 2 * (n > 32 ? n - 32 : 0)) << n;
  }
}

}  // namespace
}  // namespace vkext::tl
