// The demo engine: every function of tl/demo.tl, both ways through it, and what it refuses.
#include "serve/demo_service.h"

#include "serve/decode_call.h"
#include "support/codec.h"
#include "support/schema_file.h"

namespace vkext::test {
namespace {

const tl::PlanSet& plans() {
  static const tl::PlanSet set = plans_of(schema_of("tl/demo.tl"));
  return set;
}

// One engine, asked in PHP literals.
class Engine {
 public:
  explicit Engine(bool fast = true) : service_(plans()) { service_.use_fast_paths(fast); }

  serve::Outcome outcome;
  std::string bytes;  // hex of the last answer

  // The value, or null after an error (see outcome).
  Tree ask(std::string_view query) {
    Buffer request, answer;
    tl::ResultShape shape;
    tl::TreeSource source(plans());
    wire::Writer writer(request);
    tl::EncodeError error;
    const tl::EncodeOptions options;
    const Tree value = php(query);
    tl::Encoder<tl::TreeSource> encoder(plans(), source, writer, shape, error, options);
    EXPECT_TRUE(encoder.query(&value)) << query << " " << error.path.text() << error.text;
    outcome = service_.call(request.bytes(), answer);
    bytes = to_hex(answer.bytes());
    if (outcome.failed) return Tree();
    tl::TreeSink sink(plans());
    wire::Cursor in(answer.bytes());
    const tl::DecodeOptions decode_options;
    tl::Decoder<tl::TreeSink> decoder(plans(), sink, in, decode_options);
    Tree result;
    decoder.result({shape.data()}, &result);
    EXPECT_TRUE(in.ok() && in.at_end()) << query << " " << bytes;
    return result;
  }
  serve::Outcome raw(std::string_view hex) {
    Buffer answer;
    const std::string body = from_hex(hex);
    return service_.call(Bytes(body), answer);
  }

 private:
  serve::DemoService service_;
};

TEST(DemoService, Store) {
  Engine e;
  EXPECT_EQ(e.ask("['demo.get', 'a']"), php("['_' => 'demo.notFound']"));
  EXPECT_EQ(e.ask("['demo.set', 'a', 'x', 0]"), php("true"));
  EXPECT_EQ(e.ask("['demo.get', 'a']"), php("['value' => 'x', '_' => 'demo.bytes']"));
  EXPECT_EQ(e.ask("['demo.add', 'a', 'y', 0]"), php("false"));
  EXPECT_EQ(e.ask("['demo.add', 'b', 'y', 0]"), php("true"));
  EXPECT_EQ(e.ask("['demo.incr', 'n', 5]"), php("5"));
  EXPECT_EQ(e.ask("['demo.incr', 'n', -7]"), php("-2"));
  EXPECT_EQ(e.ask("['demo.setWords', 'w', ['p', 'q']]"), php("true"));
  EXPECT_EQ(e.ask("['demo.multiGet', ['n', 'zzz', 'w']]"),
            php("[['value' => -2, '_' => 'demo.counter'], ['_' => 'demo.notFound'], ['words' => ['p', 'q'], '_' => "
                "'demo.words']]"));
  e.ask("['demo.incr', 'a', 1]");
  EXPECT_TRUE(e.outcome.failed);
  EXPECT_EQ(e.outcome.code, -2);
  EXPECT_EQ(e.ask("['demo.list', 2, '', 2]"),
            php("['total_count' => 4, 'vector' => [['key' => 'a', 'length' => 1], ['key' => 'b', 'length' => 1]]]"));
  EXPECT_EQ(
      e.ask("['demo.list', 1, 'n', 9]"),
      php("['total_count' => 1, 'vector' => [['key' => 'n', 'value' => ['value' => -2, '_' => 'demo.counter']]]]"));
  EXPECT_EQ(e.ask("['demo.delete', 'a']"), php("true"));
  EXPECT_EQ(e.ask("['demo.delete', 'a']"), php("false"));
  const Tree stat = e.ask("['demo.stat']"), text = e.ask("['engine.stat']");
  ASSERT_TRUE(stat.find("keys") && text.find("keys"));
  EXPECT_EQ(stat.find("keys")->as_int(), 3);
  EXPECT_EQ(text.find("keys")->as_text(), "3");
}

TEST(DemoService, BothWaysAnswerAlike) {
  Engine fast(true), slow(false);
  for (const char* q :
       {"['demo.get', 'k']", "['demo.set', 'k', 'value of k', 0]", "['demo.get', 'k']", "['demo.incr', 'c', 3]",
        "['demo.incr', 'c', 3]", "['demo.get', 'c']", "['demo.setWords', 'w', ['a', '']]", "['demo.get', 'w']",
        "['demo.multiGet', ['k', 'c', 'w', 'x']]", "['demo.echoString', str_repeat('x',300)]",
        "['demo.multiGet', []]"}) {
    fast.ask(q);
    slow.ask(q);
    EXPECT_EQ(fast.bytes, slow.bytes) << q;
    EXPECT_NE(fast.bytes, "") << q;
  }
}

TEST(DemoService, Echoes) {
  Engine e;
  for (const char* x : {"['demo.echoInt', -5]",
                        "['demo.echoNat', 5]",
                        "['demo.echoLong', 5000000000]",
                        "['demo.echoDouble', -0.0]",
                        "['demo.echoFloat', 1.5]",
                        "['demo.echoBool', true]",
                        "['demo.echoInts', [1, -1]]",
                        "['demo.echoLongs', [5000000000]]",
                        "['demo.echoDoubles', [1.5]]",
                        "['demo.echoStrings', ['a', '']]",
                        "['demo.echoVectors', [[1], []]]",
                        "['demo.echoTuple', [1, 2, 3]]",
                        "['demo.echoDictionary', ['a' => 1, 5 => 2]]",
                        "['demo.echoIntDictionary', [-3 => 'x']]",
                        "['demo.echoLongDictionary', [5000000000 => 'x']]",
                        "['demo.echoDeep', ['a' => ['b' => ['c' => ['d' => 1]]]]]",
                        "['demo.echoPair', ['a' => 1, 'b' => 's']]",
                        "['demo.echoTrue', []]",
                        "['demo.echoShape', ['shapes' => [['_' => 'demo.shapeNone'], ['radius' => 1.5, '_' => "
                        "'demo.shapeCircle']], '_' => 'demo.shapeGroup']]",
                        "['demo.echoNode', ['name' => 'a', 'children' => [['name' => 'b', 'children' => []]]]]",
                        "['demo.echoMatrix', ['rows' => 2, 'columns' => 1, 'cells' => [[1.5], [2.5]]]]",
                        "['demo.echoTable', ['n' => 1, 'lines' => [['key' => 'a', 'value' => 1]]]]",
                        "['demo.echoProfile', ['fields_mask' => 10, 'id' => 5, 'verified' => [], 'friends' => [7]]]"}) {
    EXPECT_EQ(e.ask(x), *php(x).find(int64_t{1})) << x;
  }
  EXPECT_EQ(e.ask("['demo.echoTupleN', 2, ['a', 'b']]"), php("['a', 'b']"));
  EXPECT_EQ(e.ask("['demo.echoMaybe', ['resultTrue', 5]]"), php("5"));
  EXPECT_EQ(e.ask("['demo.echoMaybeMaybe', ['_' => 'resultTrue', 'result' => ['_' => 'resultFalse']]]"), php("false"));
  EXPECT_EQ(e.bytes, "f88e9c3f7b0a9327");
  EXPECT_EQ(e.ask("['demo.echoBoxed', 1, 2, 's']"), php("['a' => ['a' => 1, 'b' => 2], 'b' => 's']"));
}

TEST(DemoService, EveryFunctionHasAHandler) {
  Engine e;
  for (const tl::Function& f : plans().functions) {
    const std::string name(plans().name(f.name));
    if (name.substr(0, 3) == "rpc") continue;  // wrappers are taken off before
    Buffer out;
    wire::Writer(out).store_int(f.magic);
    EXPECT_NE(e.raw(to_hex(out.bytes())).code, serve::errors::kUnknownFunction) << name;
  }
}

TEST(DemoService, Others) {
  Engine e;
  e.ask("['demo.fail', -77, 'no']");
  EXPECT_TRUE(e.outcome.failed);
  EXPECT_EQ(e.outcome.code, -77);
  EXPECT_EQ(e.outcome.text, "no");
  e.ask("['demo.fail', 0, '']");
  EXPECT_TRUE(e.outcome.failed);
  e.ask("['demo.sleep', 50]");
  EXPECT_EQ(e.outcome.delay_ms, 50);
  EXPECT_EQ(e.bytes, "39d3ed3f");
  e.ask("['demo.sleep', 2000000000]");
  EXPECT_LE(e.outcome.delay_ms, 600'000);
  EXPECT_EQ(e.ask("['demo.blob', 20]"), php("'0123456789abcdef0123'"));
  e.ask("['demo.blob', 2000000000]");
  EXPECT_EQ(e.outcome.code, serve::errors::kTooLarge);
  e.ask("['demo.blob', -1]");
  EXPECT_EQ(e.outcome.code, serve::errors::kTooLarge);
  const Tree timed = e.ask("['demo.timed', 'query' => ['demo.timed', 'query' => ['demo.echoInt', 5]]]");
  EXPECT_EQ(timed.find("result")->find("result")->as_int(), 5);
  e.ask("['demo.timed', 'query' => ['demo.fail', 5, 'inside']]");
  EXPECT_EQ(e.outcome.text, "inside");
  e.ask("['demo.timed', 'query' => ['demo.sleep', 30]]");
  EXPECT_EQ(e.outcome.delay_ms, 30);
}

TEST(DemoService, Refusals) {
  Engine e;
  EXPECT_EQ(e.raw("").code, serve::errors::kSyntax);
  EXPECT_EQ(e.raw("efbeadde").code, serve::errors::kUnknownFunction);
  EXPECT_EQ(e.raw("efbeadde").text, "unknown function 0xdeadbeef");
  // demo.get with a string that is cut short, and with a byte too many.
  EXPECT_EQ(e.raw("23b5fee4 04616263").code, serve::errors::kSyntax);
  EXPECT_EQ(e.raw("23b5fee4 04616263").text, "demo.get → key: not enough bytes at byte 4");
  EXPECT_EQ(e.raw("23b5fee4 01610000 00").code, serve::errors::kTrailingBytes);
}

TEST(Store, Lifetimes) {
  serve::Store s;
  serve::StoredValue& v = s.put("k", 1'000'000'000, 2);
  v.bytes = "abc";
  s.resized(0, v);
  EXPECT_EQ(s.bytes(), 3);
  EXPECT_NE(s.get("k", 2'999'999'999), nullptr);
  EXPECT_EQ(s.get("k", 3'000'000'000), nullptr);
  EXPECT_EQ(s.all().size(), 0u);
  EXPECT_EQ(s.bytes(), 0);
  EXPECT_EQ(s.reads(), 2);
  EXPECT_EQ(s.hits(), 1);
  s.put("k", 0, 0);
  EXPECT_NE(s.find("k", INT64_MAX - 1), nullptr);
  EXPECT_TRUE(s.erase("k", 0));
  EXPECT_FALSE(s.erase("k", 0));
}

}  // namespace
}  // namespace vkext::test
