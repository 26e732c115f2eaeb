// HyperLogLog counters: measured buckets, bytes and counts; then what damaged strings do.
#include "text/hll.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace vkext::text {
namespace {

using namespace std::string_literals;

std::string create(const std::vector<int64_t>& values, size_t size = kHllSizeSmall) {
  std::string hll(size, kHllEmpty);
  for (int64_t value : values) hll_insert(&hll[0], size, value);
  return hll;
}

std::string up_to(int64_t last, size_t size = kHllSizeSmall) {
  std::string hll(size, kHllEmpty);
  for (int64_t value = 1; value <= last; value++) hll_insert(&hll[0], size, value);
  return hll;
}

std::string with(size_t size, const std::vector<std::pair<size_t, char>>& buckets) {
  std::string hll(size, kHllEmpty);
  for (const auto& bucket : buckets) hll[bucket.first] = bucket.second;
  return hll;
}

TEST(Hll, Buckets) {
  EXPECT_EQ(create({}), std::string(256, '0'));
  EXPECT_EQ(create({1}), with(256, {{127, '2'}}));
  EXPECT_EQ(create({1, 2, 3}), with(256, {{4, '1'}, {57, '1'}, {127, '2'}}));
  EXPECT_EQ(create({5}), with(256, {{103, '1'}}));
  EXPECT_EQ(create({-1}), with(256, {{148, '1'}}));
  EXPECT_EQ(create({0}), with(256, {{47, '2'}}));
  EXPECT_EQ(create({INT64_MAX}), with(256, {{67, '2'}}));
  EXPECT_EQ(create({0}, 16384), with(16384, {{3018, '2'}}));
  EXPECT_EQ(create({1000003}, 16384), with(16384, {{971, '1'}}));
  EXPECT_EQ(create({2000006}, 16384), with(16384, {{5871, '4'}}));
  EXPECT_EQ(create({64}, 16384).find_first_not_of('0'), 16303u);
  EXPECT_TRUE(is_hll_size(256) && is_hll_size(16384));
  EXPECT_FALSE(is_hll_size(100) || is_hll_size(1) || is_hll_size(0) || is_hll_size(-256));
}

TEST(Hll, Pack) {
  EXPECT_EQ(hll_pack(create({1, 2, 3})), "\x24\x38\x05\x01\x31\x3a\x01\x31\x80\x01\x32");
  EXPECT_EQ(hll_pack(create({1, 2, 3}, 16384)), "\x24\x3e\x15\x03\x31\x65\x1d\x31\x7f\x40\x32");
  EXPECT_EQ(hll_pack(create({64}, 16384)), "\x24\x3e\x30\x80\x33");
  EXPECT_EQ(hll_pack(create({})), "$8");
  EXPECT_EQ(hll_pack(create({}, 16384)), "$>");
  EXPECT_EQ(hll_pack(""), "");
  EXPECT_EQ(hll_pack(up_to(253)), up_to(253));
  EXPECT_EQ(hll_pack("abc"), std::nullopt);
  EXPECT_EQ(hll_pack("$8"), std::nullopt);
  EXPECT_EQ(hll_pack(std::string(256, '/')), std::nullopt);
  // 84 buckets take 254 bytes, 85 would take 257.
  EXPECT_EQ(hll_pack(std::string(84, '1') + std::string(172, '0'))->size(), 254u);
  EXPECT_EQ(hll_pack(std::string(85, '1') + std::string(171, '0'))->size(), 256u);
}

TEST(Hll, Unpack) {
  EXPECT_EQ(hll_unpack("!013"), with(256, {{1, '3'}}));
  EXPECT_EQ(hll_unpack("!0F5"), with(256, {{15, '5'}}));
  EXPECT_EQ(hll_unpack("!FF:"), with(256, {{255, ':'}}));
  EXPECT_EQ(hll_unpack("!"), std::string(256, '0'));
  EXPECT_EQ(hll_unpack("$8"), std::string(256, '0'));
  EXPECT_EQ(hll_unpack("$>"), std::string(16384, '0'));
  EXPECT_EQ(hll_unpack("\x24\x3e\x30\x80\x33"), create({64}, 16384));
  EXPECT_EQ(hll_unpack("\x24\x3e\x80\x80\x31"), with(16384, {{16383, '1'}}));
  EXPECT_EQ(hll_unpack(create({1})), std::nullopt);
  for (const auto& hll : {create({}), create({1, 2, 3}), create({1, 2, 3}, 16384), up_to(4000, 16384)}) {
    EXPECT_EQ(hll_unpack(*hll_pack(hll)), hll);
  }
}

TEST(Hll, IsPacked) {
  EXPECT_TRUE(hll_is_packed(*hll_pack(create({1}))));
  EXPECT_TRUE(hll_is_packed("!013"));
  EXPECT_FALSE(hll_is_packed(create({1})));
  EXPECT_FALSE(hll_is_packed(""));
}

TEST(Hll, Count) {
  EXPECT_DOUBLE_EQ(*hll_count(create({1, 2, 3})), 3.017716672522796);
  EXPECT_DOUBLE_EQ(*hll_count(*hll_pack(create({1, 2, 3}))), 3.017716672522796);
  EXPECT_DOUBLE_EQ(*hll_count(up_to(253)), 253.77294153702954);
  EXPECT_DOUBLE_EQ(*hll_count(up_to(1000)), 993.6525490745246);
  EXPECT_DOUBLE_EQ(*hll_count(up_to(100000)), 110980.66526796391);
  EXPECT_DOUBLE_EQ(*hll_count(create({1, 2, 3}, 16384)), 3.000274691735112);
  EXPECT_DOUBLE_EQ(*hll_count(up_to(1000, 16384)), 1002.0261411747599);
  EXPECT_DOUBLE_EQ(*hll_count(up_to(100000, 16384)), 99991.29398564147);
  EXPECT_EQ(hll_count(create({}, 16384)), 0.0);
  EXPECT_EQ(hll_count(create({})), 0.0);
  EXPECT_EQ(hll_count("abc"), std::nullopt);
  EXPECT_EQ(hll_count("1"), std::nullopt);
  EXPECT_EQ(hll_count(""), std::nullopt);
  // Between linear counting and 72000 the large counter's bias is taken off: within 2 % of the truth.
  EXPECT_NEAR(*hll_count(up_to(60000, 16384)), 60000, 1200);
  // Made up: the highest rank everywhere, as it is and beyond.
  EXPECT_GT(*hll_count(std::string(256, 'h')), 1e18);
  EXPECT_EQ(hll_count(std::string(256, '\xff')), hll_count(std::string(256, 'h')));
}

TEST(Hll, Merge) {
  const std::string hll = create({1, 2, 3});
  std::string into;
  EXPECT_TRUE(hll_merge(hll, into));
  EXPECT_TRUE(hll_merge(*hll_pack(hll), into));
  EXPECT_EQ(into, hll);
  EXPECT_TRUE(hll_merge(create({5}), into));
  EXPECT_EQ(into, create({1, 2, 3, 5}));
  EXPECT_FALSE(hll_merge(create({}, 16384), into));
  EXPECT_FALSE(hll_merge("$>", into));
  EXPECT_FALSE(hll_merge("", into));
  EXPECT_FALSE(hll_merge("abc", into));
  EXPECT_EQ(into, create({1, 2, 3, 5}));
}

TEST(Hll, DamagedPackedStringsAreRefused) {
  for (const std::string& bad :
       {"$"s, "$9"s, "$9\x01\x01\x31"s, "$8\x01"s, "$8\x01\x01"s, "$8\x00\x01\x31"s, "$8\x81\x01\x31"s,
        "$8\x01\x00\x31"s, "$8\x01\x03\x31"s, "$8\x01\x01\x2f"s, "$>\x01\x81\x31"s, "$>\xff\xff\x31"s, "!0"s, "!0G1"s,
        "!0a1"s, "!/01"s, "!01/"s, "!0131"s}) {
    EXPECT_EQ(hll_unpack(bad), std::nullopt) << testing::PrintToString(bad);
    EXPECT_EQ(hll_count(bad), std::nullopt) << testing::PrintToString(bad);
    std::string into;
    EXPECT_FALSE(hll_merge(bad, into));
    EXPECT_EQ(into, "");
  }
  // A rank too high counts as the highest.
  EXPECT_EQ(hll_unpack("$8\x01\x01\xff"), with(256, {{0, '0' + 56}}));
  EXPECT_EQ(hll_unpack("$>\x01\x01\xff"), with(16384, {{0, '0' + 50}}));
}

}  // namespace
}  // namespace vkext::text
