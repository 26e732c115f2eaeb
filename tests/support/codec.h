// A schema from text with its plans, and both executors over Trees, in one call each: the base of codec tests.
//
// Test side only. A schema that does not load ends the test with its diagnostics; values are written as PHP literals.
#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/buffer.h"
#include "support/php_literal.h"
#include "tl/decode.h"
#include "tl/encode.h"
#include "tl/load.h"
#include "tl/plan.h"
#include "tl/tree_json.h"
#include "tl/tree_sink.h"
#include "tl/tree_source.h"

namespace vkext::test {

using tl::Tree;

inline std::string to_hex(Bytes b) {
  std::string out;
  for (size_t i = 0; i < b.size; ++i) {
    char two[3];
    snprintf(two, sizeof two, "%02x", static_cast<unsigned>(b.data[i]));
    out += two;
  }
  return out;
}

// Spaces are allowed between bytes.
inline std::string from_hex(std::string_view hex) {
  std::string digits, out;
  for (const char c : hex) {
    if (c != ' ' && c != '\n') digits += c;
  }
  for (size_t i = 0; i + 1 < digits.size(); i += 2) {
    out.push_back(static_cast<char>(strtol(digits.substr(i, 2).c_str(), nullptr, 16)));
  }
  return out;
}

inline Tree php(std::string_view literal) {
  Tree t;
  EXPECT_TRUE(PhpLiteral::parse(literal, t)) << literal;
  return t;
}

inline std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// Where the shared vectors lie, or "" when they are not there (then tests over them are skipped).
inline std::string shared_file(const std::string& name) {
  const char* folder = getenv("VKEXT_SHARED");
  for (const std::string& root :
       {std::string(folder ? folder : "../shared"), std::string(VKEXT_SOURCE_DIR "/../shared")}) {
    const std::string path = root + "/" + name;
    if (std::ifstream(path).good()) return path;
  }
  return {};
}

struct Encoded {
  std::string bytes;  // hex
  int code = 0;
  std::string error;
  std::string path;
  std::vector<std::string> warnings;
  std::vector<uint32_t> shape;
  std::vector<std::string> context;  // "Point[point]", innermost first; functions by name alone
};

struct Decoded {
  Tree value;
  wire::Fault fault = wire::Fault::none;
  size_t offset = 0;
  size_t left = 0;
  std::string path;
  bool clean() const { return fault == wire::Fault::none && left == 0; }
};

class Codec {
 public:
  explicit Codec(std::string_view schema) {
    tl::Schema s;
    tl::Diagnostics diagnostics;
    const bool loaded = tl::load_text({{"test.tl", std::string(schema)}}, s, diagnostics);
    for (const tl::Diagnostic& d : diagnostics) {
      if (!loaded) ADD_FAILURE() << d.format();
    }
    if (!loaded) return;
    auto set = tl::PlanSet::compile(std::move(s));
    if (set.ok()) {
      set_ = std::move(*set);
    } else {
      ADD_FAILURE() << set.error().text;
    }
  }

  const tl::PlanSet& set() const { return set_; }
  tl::EncodeOptions encode_options;
  tl::DecodeOptions decode_options;
  tl::TreeSink::Form form = tl::TreeSink::Form::php;

  Encoded encode(const Tree& query) const {
    return run([&query](auto& encoder, tl::ResultShape&) { return encoder.query(&query); });
  }
  Encoded encode(std::string_view literal) const { return encode(php(literal)); }
  // The answer a server would send to `query`.
  Encoded answer(const Tree& query, const Tree& value) const {
    const Encoded q = encode(query);
    if (q.code) return q;
    return run([&q, &value](auto& encoder, tl::ResultShape&) { return encoder.result({q.shape.data()}, &value); });
  }

  // `hex` as the answer to `query`.
  Decoded decode(const Tree& query, std::string_view hex) const {
    const Encoded q = encode(query);
    EXPECT_EQ(q.code, 0) << q.error;
    if (q.code) return {};
    return decode_bytes(q.shape, from_hex(hex));
  }
  Decoded decode(std::string_view literal, std::string_view hex) const { return decode(php(literal), hex); }
  Decoded decode_bytes(const std::vector<uint32_t>& shape, std::string_view bytes) const {
    tl::TreeSink sink(set_, form);
    wire::Cursor in{Bytes(bytes)};
    tl::Decoder<tl::TreeSink> decoder(set_, sink, in, decode_options);
    Decoded d;
    decoder.result({shape.data()}, &d.value);
    return finish(std::move(d), in, decoder.path());
  }
  // A query as a server reads it; `shape` gets what it needs for the answer.
  Decoded decode_query(std::string_view bytes, std::vector<uint32_t>* shape = nullptr) const {
    tl::TreeSink sink(set_, form);
    wire::Cursor in{Bytes(bytes)};
    tl::ResultShape words;
    tl::Decoder<tl::TreeSink> decoder(set_, sink, in, decode_options);
    Decoded d;
    decoder.query(&d.value, words);
    if (shape) shape->assign(words.data(), words.data() + words.size());
    return finish(std::move(d), in, decoder.path());
  }

 private:
  static Decoded finish(Decoded d, const wire::Cursor& in, const tl::Path& path) {
    d.fault = in.fault();
    d.offset = in.fault_offset();
    d.left = in.left();
    d.path = std::string(path.text());
    return d;
  }
  template <class Run>
  Encoded run(Run&& body) const {
    Buffer out;
    wire::Writer writer(out);
    tl::TreeSource source(set_);
    tl::ResultShape shape;
    tl::EncodeError error;
    tl::Encoder<tl::TreeSource> encoder(set_, source, writer, shape, error, encode_options);
    Encoded e;
    const bool ok = body(encoder, shape);
    EXPECT_EQ(ok, error.code == 0);
    e.code = error.code;
    e.error = error.text;
    e.path = std::string(error.path.text());
    e.warnings = source.warnings();
    for (int i = 0; i < error.context_count; ++i) {
      if (error.context[i].is_element) {
        e.context.push_back("#" + std::to_string(error.context[i].name));
        continue;
      }
      const std::string name(set_.name(error.context[i].name));
      e.context.push_back(error.context[i].type_name == tl::kNone
                              ? name
                              : std::string(set_.name(error.context[i].type_name)) + "[" + name + "]");
    }
    if (!ok) return e;
    EXPECT_FALSE(out.failed());
    e.bytes = to_hex(out.bytes());
    e.shape.assign(shape.data(), shape.data() + shape.size());
    return e;
  }

  tl::PlanSet set_;
};

}  // namespace vkext::test

namespace vkext::tl {
// Readable failures.
inline void PrintTo(const Tree& t, std::ostream* out) { *out << to_json(t); }
}  // namespace vkext::tl
