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

TEST(MockService, GivenAnswers) {
  const Codec codec(
      "int ? = Int; string ? = String; vector {t:Type} # [t] = Vector t;\n"
      "pair first:int second:string = Pair;\n"
      "---functions---\n"
      "@any one id:int = Pair; @any two = Vector int; @any three = Pair;\n"
      "@any wrap {X:Type} n:int query:!X = X; @any many {X:Type} query:!X = Vector X;\n");
  serve::MockService mock(codec.set(), 1);
  const auto answer = [&](std::string_view query) {
    const Encoded e = codec.encode(query);
    EXPECT_EQ(0, e.code) << e.error;
    const std::string request = from_hex(e.bytes);
    Buffer out;
    const serve::Outcome o = mock.call(Bytes(request), out);
    if (o.failed) return std::to_string(o.code) + " " + o.text;
    return tl::to_json(codec.decode_bytes(e.shape, std::string(out.bytes().text())).value);
  };
  EXPECT_FALSE(mock.set_answers(php("['nobody' => 1]")).ok());
  EXPECT_FALSE(mock.set_answers(php("5")).ok());
  ASSERT_TRUE(mock.set_answers(php("['one' => ['first' => 7, 'second' => 'x'], 'two' => ['$error' => [-5, 'no']],"
                                   " 'three' => ['first' => 'missing']]"))
                  .ok());
  EXPECT_EQ(R"({"first":7,"second":"x"})", answer("['_' => 'one', 'id' => 5]"));
  EXPECT_EQ(R"({"first":7,"second":"x"})", answer("['_' => 'wrap', 'n' => 1, 'query' => ['_' => 'one', 'id' => 5]]"));
  EXPECT_EQ("-5 no", answer("['_' => 'two']"));
  EXPECT_EQ("-5 no", answer("['_' => 'wrap', 'n' => 1, 'query' => ['_' => 'two']]"));
  EXPECT_EQ("-4000 the answer cannot be stored", answer("['_' => 'three']").substr(0, 33));
  // Made up, as often as it likes: each element is the inner function's answer.
  EXPECT_EQ('[', answer("['_' => 'many', 'query' => ['_' => 'one', 'id' => 5]]")[0]);
}

}  // namespace
}  // namespace vkext::test
