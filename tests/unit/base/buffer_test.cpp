// Buffers whose content moves to memory that somebody else lends.
#include "base/buffer.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace vkext {
namespace {

struct Vault : Buffer::Lender {
  std::vector<uint8_t> memory;
  std::vector<size_t> asked;
  bool empty = false;

  Vault() : Lender{hand_out} {}
  static uint8_t* hand_out(Lender& self, size_t n) {
    auto& vault = static_cast<Vault&>(self);
    vault.asked.push_back(n);
    if (vault.empty) return nullptr;
    std::vector<uint8_t> fresh(n);  // elsewhere, each time
    std::copy(vault.memory.begin(), vault.memory.end(), fresh.begin());
    vault.memory.swap(fresh);
    return vault.memory.data();
  }
};

void append(Buffer& b, const std::string& s) { ASSERT_TRUE(b.append(s.data(), s.size())); }
void append_large(Buffer& b, const std::string& s) {
  uint8_t* to = b.append_large(s.size());
  ASSERT_NE(to, nullptr);
  memcpy(to, s.data(), s.size());
}
std::string text(const Buffer& b) { return std::string(b.bytes().text()); }

TEST(Buffer, ALargePieceMovesAllContentToTheLender) {
  Vault vault;
  Buffer b;
  b.borrow_from(vault);
  append(b, "head");
  EXPECT_FALSE(b.borrowed());
  const std::string large(100'000, 'x');
  append_large(b, large);
  EXPECT_TRUE(b.borrowed());
  EXPECT_EQ(b.data(), vault.memory.data());
  EXPECT_EQ(text(b), "head" + large);
  ASSERT_EQ(vault.asked.size(), 1u);
  EXPECT_LT(vault.asked[0], 101'000u);
}

TEST(Buffer, WhatIsLentGrows) {
  Vault vault;
  Buffer b;
  b.borrow_from(vault);
  std::string all;
  for (int i = 0; i < 300; ++i) {
    all += std::string(5000, static_cast<char>('a' + i % 26));
    if (i % 7 == 0) {
      append_large(b, all.substr(all.size() - 5000));
    } else {
      append(b, all.substr(all.size() - 5000));
    }
  }
  EXPECT_EQ(text(b), all);
  EXPECT_EQ(b.data(), vault.memory.data());
  EXPECT_LT(vault.asked.size(), 12u);
}

TEST(Buffer, IsItselfAgainAfterGivingBack) {
  Vault vault;
  Buffer b;
  append(b, std::string(1000, 'o'));
  const uint8_t* own = b.data();
  const size_t capacity = b.capacity();
  b.borrow_from(vault);
  append_large(b, std::string(40'000, 'x'));
  b.give_back();
  EXPECT_FALSE(b.borrowed());
  EXPECT_TRUE(b.empty());
  EXPECT_EQ(b.data(), own);
  EXPECT_EQ(b.capacity(), capacity);
  append_large(b, std::string(40'000, 'y'));  // nobody lends
  EXPECT_FALSE(b.borrowed());
  EXPECT_EQ(b.size(), 40'000u);
  EXPECT_EQ(b.head_room(), Buffer::kHeadRoom);
}

TEST(Buffer, WithNoMemoryOfItsOwnBorrowsAndGivesBack) {
  Vault vault;
  Buffer b;
  b.borrow_from(vault);
  append_large(b, std::string(40'000, 'x'));
  b.give_back();
  EXPECT_TRUE(b.empty());
  append(b, "own");
  EXPECT_EQ(text(b), "own");
}

TEST(Buffer, WithoutALenderThatHasItKeepsItsOwnMemory) {
  Vault vault;
  vault.empty = true;
  Buffer b;
  b.borrow_from(vault);
  append(b, "head");
  const std::string large(100'000, 'x');
  append_large(b, large);
  EXPECT_FALSE(b.borrowed());
  EXPECT_FALSE(b.failed());
  EXPECT_EQ(text(b), "head" + large);
}

TEST(Buffer, ComesHomeWhenTheLenderHasNoMore) {
  Vault vault;
  Buffer b;
  append(b, "own");
  b.clear();
  b.borrow_from(vault);
  append(b, "head");
  const std::string large(100'000, 'x');
  append_large(b, large);
  EXPECT_TRUE(b.borrowed());
  vault.empty = true;
  append_large(b, large);
  EXPECT_FALSE(b.borrowed());
  EXPECT_EQ(text(b), "head" + large + large);
  append(b, large);
  EXPECT_EQ(b.size(), 300'004u);
}

TEST(Buffer, TrimmedWhileBorrowedIsEmpty) {
  Vault vault;
  Buffer b;
  b.borrow_from(vault);
  append(b, "head");
  append_large(b, std::string(100'000, 'x'));
  b.trim(1000);
  EXPECT_FALSE(b.borrowed());
  EXPECT_TRUE(b.empty());
  append(b, "own");
  EXPECT_EQ(text(b), "own");
}

}  // namespace
}  // namespace vkext
