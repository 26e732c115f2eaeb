// The shared vectors, through both executors over Trees: every request, answer and value, in both directions.
//
// Skipped when the vectors are not there (VKEXT_SHARED). They were made by other implementations: what passes here is
// right, not only consistent.
#include <map>

#include "support/codec.h"

namespace vkext::test {
namespace {

// The JSON of the vectors: {"$php_array": [[key, value], …]} is an array with keys.
Tree plain(const Tree& v) {
  if (!v.is_array()) return v;
  if (const Tree* pairs = v.find("$php_array")) {
    Tree out = Tree::map();
    for (const Tree& pair : pairs->items()) {
      const Tree& key = pair.items()[0];
      out.at(key.is_text() ? Tree::Key::of(key.as_text()) : Tree::Key::of(key.as_int())) = plain(pair.items()[1]);
    }
    return out;
  }
  if (const Tree* repeat = v.find("$repeat")) {
    std::string all;
    for (int64_t i = 0; i < repeat->items()[1].as_int(); ++i) all += repeat->items()[0].as_text();
    return Tree::text(all);
  }
  Tree out = Tree::list();
  for (const Tree& item : v.items()) out.push(plain(item));
  return out;
}

struct Vectors : ::testing::Test {
  void SetUp() override {
    const std::string path = shared_file("vectors/tl-vectors.json");
    if (path.empty()) GTEST_SKIP() << "no shared vectors";
    auto parsed = tl::parse_json(read_file(path));
    ASSERT_TRUE(parsed.ok()) << parsed.error().text;
    all = std::move(*parsed);
    schema = read_file(shared_file("vectors/tl-vectors.tl"));
    ASSERT_FALSE(schema.empty());
  }
  const std::vector<Tree>& entries() const { return all.find("vectors")->items(); }
  static std::string text(const Tree& entry, const char* key) { return entry.find(key)->as_text(); }

  Tree all;
  std::string schema;
};

TEST_F(Vectors, JsonAndPhpLiteralsAgree) {
  for (const Tree& e : entries()) {
    EXPECT_EQ(php(text(e, "php")), plain(*e.find("value"))) << to_json(e);
  }
}

TEST_F(Vectors, Requests) {
  const Codec codec(schema);
  int count = 0;
  for (const Tree& e : entries()) {
    if (text(e, "kind") != "request") continue;
    ++count;
    const Encoded got = codec.encode(plain(*e.find("value")));
    EXPECT_EQ(got.bytes, text(e, "hex")) << to_json(e) << got.error;
    // What a server reads is the same query again.
    std::vector<uint32_t> shape;
    Codec whole(schema);
    whole.form = tl::TreeSink::Form::whole;
    const Decoded back = whole.decode_query(from_hex(text(e, "hex")), &shape);
    EXPECT_TRUE(back.clean()) << to_json(e);
    EXPECT_EQ(codec.encode(back.value).bytes, text(e, "hex")) << to_json(back.value);
    EXPECT_EQ(shape, got.shape);
  }
  EXPECT_EQ(count, 21);
}

TEST_F(Vectors, Answers) {
  const Codec codec(schema);
  Codec whole(schema);
  whole.form = tl::TreeSink::Form::whole;
  int count = 0;
  for (const Tree& e : entries()) {
    if (text(e, "kind") != "answer") continue;
    ++count;
    const Tree query = plain(*e.find("request_value"));
    const std::string hex = text(e, "hex");
    const Decoded got = codec.decode(query, hex);
    EXPECT_TRUE(got.clean()) << to_json(e);
    EXPECT_EQ(got.value, plain(*e.find("value"))) << to_json(e);
    // And as a server writes it.
    EXPECT_EQ(codec.answer(query, whole.decode(query, hex).value).bytes, hex) << to_json(e);
    const std::string bytes = from_hex(hex);
    for (size_t n = 0; n < bytes.size(); n += 1) {
      EXPECT_FALSE(codec.decode_bytes(codec.encode(query).shape, bytes.substr(0, n)).clean()) << n << to_json(e);
    }
  }
  EXPECT_EQ(count, 17);
}

TEST_F(Vectors, Values) {
  std::string types = "\n---types---\n", functions = "---functions---\n";
  for (const Tree& e : entries()) {
    if (text(e, "kind") != "value") continue;
    const std::string n = std::to_string(e.find("id")->as_int());
    types += "v" + n + " x:(" + text(e, "type") + ") = V" + n + ";\n";
    functions += "@any v.f" + n + " x:(" + text(e, "type") + ") = V" + n + ";\n";
  }
  const Codec codec(schema + types + functions);
  Codec whole(schema + types + functions);
  whole.form = tl::TreeSink::Form::whole;
  int count = 0;
  for (const Tree& e : entries()) {
    if (text(e, "kind") != "value") continue;
    ++count;
    const std::string hex = text(e, "hex");
    const Tree query =
        Tree::list({Tree::text("v.f" + std::to_string(e.find("id")->as_int())), plain(*e.find("value"))});
    const Encoded got = codec.encode(query);
    ASSERT_EQ(got.code, 0) << got.error << to_json(e);
    EXPECT_EQ(got.bytes.substr(8), hex) << to_json(e);
    // The same value as an answer: encode, decode, encode again.
    const Encoded answer = codec.answer(query, *query.find(int64_t{1}));
    EXPECT_EQ(answer.bytes.substr(8), hex) << answer.error << to_json(e);
    const Decoded back = whole.decode(query, answer.bytes);
    EXPECT_TRUE(back.clean()) << to_json(e);
    EXPECT_EQ(codec.answer(query, back.value).bytes, answer.bytes) << to_json(back.value);
    const std::string bytes = from_hex(answer.bytes);
    for (size_t n = 0; n < bytes.size(); ++n) {
      EXPECT_FALSE(codec.decode_bytes(got.shape, bytes.substr(0, n)).clean()) << n << to_json(e);
    }
  }
  EXPECT_EQ(count, 88);
}

}  // namespace
}  // namespace vkext::test
