// Made-up answers decode by the plans they were made from, for every function of our schemas.
#include "serve/mock_service.h"

#include "serve/decode_call.h"
#include "support/codec.h"
#include "support/schema_file.h"

namespace vkext::test {
namespace {

// A query whose every argument is zero: numbers, empty strings and lists; the smallest bytes that decode.
bool zero_query(const tl::PlanSet& set, uint32_t function, std::string& out) {
  Buffer buffer;
  wire::Writer(buffer).store_int(set.functions[function].magic);
  // Grow with zeros until it decodes; arguments that need a magic do not, and their functions are skipped.
  for (int words = 0; words < 24; ++words) {
    Tree arguments;
    tl::ResultShape shape;
    if (!serve::decode_call(set, buffer.bytes(), arguments, shape).failed) {
      out.assign(buffer.bytes().text());
      return true;
    }
    wire::Writer(buffer).store_int(0);
  }
  return false;
}

void check_all(const char* file, size_t at_least) {
  const tl::PlanSet set = plans_of(schema_of(file));
  size_t answered = 0;
  for (uint64_t seed : {0, 1, 2, 3, 4, 5, 6, 7}) {
    serve::MockService mock(set, seed);
    for (uint32_t f = 0; f < set.functions.size(); ++f) {
      std::string request;
      if (!zero_query(set, f, request)) continue;
      Buffer answer;
      const serve::Outcome o = mock.call(Bytes(request), answer);
      ASSERT_FALSE(o.failed) << set.name(set.functions[f].name) << ": " << o.text;
      Tree arguments, value;
      tl::ResultShape shape;
      (void)serve::decode_call(set, Bytes(request), arguments, shape);
      tl::TreeSink sink(set, tl::TreeSink::Form::whole);
      wire::Cursor in(answer.bytes());
      const tl::DecodeOptions options;
      tl::Decoder<tl::TreeSink> decoder(set, sink, in, options);
      decoder.result({shape.data()}, &value);
      ASSERT_TRUE(in.ok() && in.at_end())
          << set.name(set.functions[f].name) << " seed " << seed << " " << to_hex(answer.bytes());
      // And encodes to the same bytes.
      Buffer again;
      ASSERT_FALSE(serve::encode_answer(set, shape, value, again).failed);
      EXPECT_EQ(to_hex(again.bytes()), to_hex(answer.bytes())) << set.name(set.functions[f].name);
      ++answered;
    }
  }
  EXPECT_GE(answered, at_least);
}

TEST(MockService, Demo) { check_all("tl/demo.tl", 8 * 25); }

TEST(MockService, Test) {
  if (read_file(VKEXT_SOURCE_DIR "/tl/test.tl").empty()) GTEST_SKIP();
  check_all("tl/common.tl:" VKEXT_SOURCE_DIR "/tl/test.tl", 8 * 10);
}

TEST(MockService, SameSeedSameAnswers) {
  const tl::PlanSet set = plans_of(schema_of("tl/demo.tl"));
  serve::MockService a(set, 7), b(set, 7), c(set, 8);
  std::string request;
  ASSERT_TRUE(zero_query(set, set.find_function("demo.stat"), request));
  std::string all_a, all_b, all_c;
  for (int i = 0; i < 10; ++i) {
    for (auto [mock, out] : {std::pair{&a, &all_a}, {&b, &all_b}, {&c, &all_c}}) {
      Buffer answer;
      EXPECT_FALSE(mock->call(Bytes(request), answer).failed);
      *out += answer.bytes().text();
    }
  }
  EXPECT_EQ(all_a, all_b);
  EXPECT_NE(all_a, all_c);
}

}  // namespace
}  // namespace vkext::test
