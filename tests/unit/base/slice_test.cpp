// Chunks are used again when nobody looks, kept when somebody does, and grow only with what arrives.
#include "base/slice.h"

#include <gtest/gtest.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <string>
#include <vector>

namespace vkext {
namespace {

// Receives `text` as if each call of recv() brought at most `step` bytes; the frame it belongs to has `frame` bytes.
void feed(ReceiveBuffer& in, const std::string& text, size_t frame, size_t step = SIZE_MAX) {
  for (size_t at = 0; at < text.size();) {
    size_t room = 0;
    uint8_t* to = in.room(frame, room);
    ASSERT_NE(nullptr, to);
    ASSERT_GT(room, 0u);
    const size_t n = std::min({room, step, text.size() - at});
    memcpy(to, text.data() + at, n);
    in.received(n);
    at += n;
  }
}

std::string pattern(size_t size, unsigned seed) {
  std::string text(size, '\0');
  for (size_t i = 0; i < size; ++i) text[i] = static_cast<char>((i * 31 + i / 251 + seed) & 0xff);
  return text;
}

TEST(Slice, counts_its_holders) {
  Slice a = Slice::copy_of(Bytes(std::string_view("abc")));
  Slice b = a;
  EXPECT_EQ(a.data(), b.data());
  a.reset();
  EXPECT_TRUE(a.empty());
  EXPECT_EQ("abc", b.bytes().text());
  b.drop_front(1);
  EXPECT_EQ("bc", b.bytes().text());
  b.drop_front(5);
  EXPECT_TRUE(b.empty());
  const Slice c = std::move(b);
  EXPECT_TRUE(c.empty());
  EXPECT_TRUE(Slice::copy_of({}).empty());
}

TEST(ReceiveBuffer, used_again_in_place) {
  ReceiveBuffer in;
  ASSERT_NO_FATAL_FAILURE(feed(in, pattern(50'000, 1), 0));
  const uint8_t* memory = in.unread();
  in.consume(50'000);
  for (int i = 0; i < 100; ++i) {
    size_t room = 0;
    EXPECT_EQ(memory, in.room(0, room));
    EXPECT_EQ(limits::kIoChunkBytes, room);
    ASSERT_NO_FATAL_FAILURE(feed(in, pattern(60'000, 2), 0));
    in.consume(60'000);
  }
}

TEST(ReceiveBuffer, held_bytes_stay) {
  ReceiveBuffer in;
  std::vector<Slice> held;
  for (unsigned i = 0; i < 1000; ++i) {
    ASSERT_NO_FATAL_FAILURE(feed(in, pattern(997, i), 997, 113));
    held.push_back(in.slice(0, 997));
    in.consume(997);
  }
  in.reset();
  for (unsigned i = 0; i < 1000; ++i) EXPECT_EQ(pattern(997, i), held[i].bytes().text());
}

TEST(ReceiveBuffer, large_frames_are_contiguous) {
  for (const size_t size : {size_t{65'536}, size_t{65'537}, size_t{200'000}, size_t{3'000'001}}) {
    ReceiveBuffer in;
    ASSERT_NO_FATAL_FAILURE(feed(in, "first", 5));
    Slice first = in.slice(0, 5);
    in.consume(5);
    const std::string text = pattern(size, 3);
    ASSERT_NO_FATAL_FAILURE(feed(in, text, size, 40'000));
    ASSERT_EQ(size, in.size());
    EXPECT_EQ(text, Bytes(in.unread(), in.size()).text());
    EXPECT_EQ("first", first.bytes().text());
    in.consume(size);
    ASSERT_NO_FATAL_FAILURE(feed(in, "next", 0));
    EXPECT_EQ("next", Bytes(in.unread(), in.size()).text());
  }
}

// Memory behind these addresses, whole pages.
size_t resident_bytes(const uint8_t* from, size_t bytes) {
  const auto page = static_cast<uintptr_t>(sysconf(_SC_PAGESIZE));
  const uintptr_t start = reinterpret_cast<uintptr_t>(from) & ~(page - 1);
  std::vector<unsigned char> there((reinterpret_cast<uintptr_t>(from) + bytes - start + page - 1) / page);
  EXPECT_EQ(0, mincore(reinterpret_cast<void*>(start), there.size() * page, there.data()));
  return page * static_cast<size_t>(std::count_if(there.begin(), there.end(), [](unsigned char c) { return c & 1; }));
}

// 16 MiB announced, little sent: memory follows what was sent.
TEST(ReceiveBuffer, announced_length_is_not_believed) {
  ReceiveBuffer in;
  size_t room = 0;
  ASSERT_NO_FATAL_FAILURE(feed(in, "head", 0));
  ASSERT_NE(nullptr, in.room(limits::kPacketBytesMax, room));
  EXPECT_LE(room, ReceiveBuffer::kStepBytes);
  ASSERT_NO_FATAL_FAILURE(feed(in, pattern(2'500'000, 1), limits::kPacketBytesMax));
  ASSERT_NE(nullptr, in.room(limits::kPacketBytesMax, room));
  // Addresses for all of it, memory in large pages at most.
  EXPECT_LE(resident_bytes(in.unread(), limits::kPacketBytesMax), 2'500'004u + (4u << 20));
}

// The chunk of a large frame serves the next one without a move, once nobody looks at it; anything else ends that.
TEST(ReceiveBuffer, large_frames_in_a_row) {
  const std::string text = pattern(5'000'000, 4);
  ReceiveBuffer in;
  ASSERT_NO_FATAL_FAILURE(feed(in, text, text.size(), 100'000));
  const uint8_t* memory = in.unread();
  for (int i = 0; i < 3; ++i) {
    Slice held = in.slice(0, text.size());
    in.consume(text.size());
    EXPECT_EQ(text, held.bytes().text());
    held.reset();
    size_t room = 0;
    EXPECT_EQ(memory, in.room(0, room));  // asked twice, since nothing may come
    EXPECT_EQ(memory, in.room(0, room));
    EXPECT_EQ(limits::kIoChunkBytes, room);
    ASSERT_NO_FATAL_FAILURE(feed(in, text.substr(0, 1000), 0));
    ASSERT_NO_FATAL_FAILURE(feed(in, text.substr(1000), text.size(), 300'000));
    EXPECT_EQ(memory, in.unread());
    EXPECT_EQ(text, Bytes(in.unread(), in.size()).text());
  }
  in.consume(text.size());
  ASSERT_NO_FATAL_FAILURE(feed(in, "small", 0));
  in.consume(5);
  ASSERT_NO_FATAL_FAILURE(feed(in, "small", 0));
  EXPECT_NE(memory, in.unread());
}

// Somebody looks at the large frame while the next one comes.
TEST(ReceiveBuffer, a_large_frame_that_is_held_stays) {
  const std::string text = pattern(3'000'000, 5);
  const std::string other = pattern(3'500'000, 6);
  ReceiveBuffer in;
  ASSERT_NO_FATAL_FAILURE(feed(in, text, text.size()));
  Slice held = in.slice(0, text.size());
  in.consume(text.size());
  ASSERT_NO_FATAL_FAILURE(feed(in, other.substr(0, 60'000), 0));
  ASSERT_NO_FATAL_FAILURE(feed(in, other.substr(60'000), other.size(), 70'000));
  EXPECT_EQ(other, Bytes(in.unread(), in.size()).text());
  EXPECT_EQ(text, held.bytes().text());
}

// Frames of every kind of size, in pieces of every kind of size, some held: bytes never differ.
TEST(ReceiveBuffer, mixed_traffic) {
  ReceiveBuffer in;
  std::vector<std::pair<Slice, std::string>> held;
  uint32_t state = 7;
  const auto random = [&] { return (state = state * 1664525 + 1013904223) >> 8; };
  for (unsigned i = 0; i < 3000; ++i) {
    const size_t size = i % 100 == 99 ? random() % 300'000 + 1 : random() % 3000 + 1;
    const std::string text = pattern(size, i);
    ASSERT_NO_FATAL_FAILURE(feed(in, text, random() % 2 ? size : 0, random() % 70'000 + 1));
    ASSERT_EQ(text, Bytes(in.unread(), in.size()).text());
    if (i % 3 == 0) held.emplace_back(in.slice(0, size), text);
    in.consume(size);
    if (held.size() > 200) held.erase(held.begin(), held.begin() + 150);
    if (i % 500 == 0) held.clear();
  }
  for (auto& [slice, text] : held) EXPECT_EQ(text, slice.bytes().text());
}

}  // namespace
}  // namespace vkext
