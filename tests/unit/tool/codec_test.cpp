// JSON to bytes and back as the tool does it.
#include "tool/codec.h"

#include "support/codec.h"
#include "support/schema_file.h"

namespace vkext::test {
namespace {

TEST(ToolCodec, Hex) {
  EXPECT_EQ(tool::to_hex(Bytes(std::string_view("\x00\xff\x10", 3))), "00ff10");
  EXPECT_EQ(*tool::from_hex("00 fF\n10"), std::string("\x00\xff\x10", 3));
  EXPECT_FALSE(tool::from_hex("0").ok());
  EXPECT_FALSE(tool::from_hex("0g").ok());
}

TEST(ToolCodec, QueriesAndAnswers) {
  const tl::PlanSet set = plans_of(schema_of("tl/demo.tl"));
  Buffer bytes;
  tl::ResultShape shape;
  ASSERT_TRUE(tool::encode_query(set, *tl::parse_json(R"({"_": "demo.get", "key": "a"})"), bytes, shape).ok());
  EXPECT_EQ(tool::to_hex(bytes.bytes()),
            "23b5fee4"
            "01610000");
  const std::string good = from_hex("23e90532 01780000");
  auto answer = tool::decode_answer(set, shape, Bytes(good));
  ASSERT_TRUE(answer.ok()) << answer.error().text;
  EXPECT_EQ(tl::to_json(*answer), R"({"value":"x","_":"demo.bytes"})");
  const std::string cut = from_hex("23e90532 0578");
  EXPECT_EQ(tool::decode_answer(set, shape, Bytes(cut)).error().text, "value: not enough bytes at byte 4");
  const std::string surplus = from_hex("23e90532 01780000 00");
  EXPECT_EQ(tool::decode_answer(set, shape, Bytes(surplus)).error().text, "1 bytes left over behind the answer");
  Buffer unused;
  EXPECT_EQ(tool::encode_query(set, *tl::parse_json("[\"demo.multiGet\", {\"a\": 1}]"), unused, shape).error().text,
            "demo.multiGet → keys: No element #0 in array");
}

}  // namespace
}  // namespace vkext::test
