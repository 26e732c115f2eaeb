// Compiled schemas written: one file byte for byte, and in which words versions and styles differ.
#include "tl/tlo_writer.h"

#include "base/bytes.h"
#include "support/sample_tlo.h"
#include "support/schema.h"

namespace vkext::test {
namespace {

std::string written(const tl::Schema& schema, int version, tl::TloStyle style = tl::TloStyle::grouped) {
  tl::TloOptions options;
  options.version = version;
  options.date = 1700000000;
  options.style = style;
  Buffer out;
  const Status status = tl::write_tlo(schema, options, out);
  EXPECT_TRUE(status.ok()) << (status.ok() ? "" : status.error().text);
  return std::string(out.bytes().text());
}

uint32_t word(const std::string& s, size_t at) { return load_u32(&s[at]); }

TEST(TloWriter, VersionFourByteForByte) {
  const Loaded l = load(kSampleText);
  ASSERT_TRUE(l.ok) << l.errors();
  EXPECT_EQ(sample_tlo().size(), 636u);
  EXPECT_TRUE(written(l.schema, 4) == sample_tlo());
}

TEST(TloWriter, OlderVersions) {
  const Loaded l = load(kSampleText);
  const std::string v2 = written(l.schema, 2), v3 = written(l.schema, 3);
  ASSERT_EQ(v2.size(), 624u);
  ASSERT_EQ(v3.size(), 624u);
  EXPECT_EQ(word(v2, 0), 0x3a2f9be2u);
  EXPECT_EQ(word(v3, 0), 0xe4a8604bu);
  EXPECT_EQ(word(v3, 0x9c), 0x5c0a1ed5u);
  // The two versions differ in the magic and in the flags of four arguments.
  std::vector<std::pair<uint32_t, uint32_t>> changed;
  for (size_t at = 4; at < v2.size(); at += 4) {
    if (word(v2, at) != word(v3, at)) changed.push_back({word(v2, at), word(v3, at)});
  }
  const std::vector<std::pair<uint32_t, uint32_t>> expected = {{0x20005, 0x20003}, {4, 2}, {4, 2}, {2, 4}};
  EXPECT_EQ(changed, expected);
  tl::TloOptions options;
  for (const int version : {0, 1, 5}) {
    options.version = version;
    Buffer out;
    EXPECT_FALSE(tl::write_tlo(l.schema, options, out).ok()) << version;
  }
}

// Nobody's compiler writes two types of one name, but a file may have them: what was read and written stays as it is.
TEST(TloWriter, TypesOfOneNameKeepTheirOrder) {
  std::string text;
  for (char c = 'a'; c <= 'z'; ++c) text += std::string("x") + c + " n:# = X" + c + ";\n";
  const Loaded l = load(text);
  ASSERT_TRUE(l.ok) << l.errors();
  std::string file = written(l.schema, 4);
  for (char c = 'a'; c <= 'z'; ++c) {
    const size_t at = file.find(std::string("\x02X") + c);
    ASSERT_NE(at, std::string::npos);
    file[at + 2] = c < 'n' ? 'n' : 'a';
  }
  const Loaded once = load_bytes(file);
  ASSERT_TRUE(once.ok) << once.errors();
  const std::string first = written(once.schema, 4);
  const Loaded twice = load_bytes(first);
  ASSERT_TRUE(twice.ok) << twice.errors();
  EXPECT_TRUE(written(twice.schema, 4) == first);
}

TEST(TloWriter, Styles) {
  const Loaded l = load("z n:# x:3*[int] = Z; a = A;");
  ASSERT_TRUE(l.ok) << l.errors();
  const Loaded grouped = load_bytes(written(l.schema, 4));
  const Loaded declared = load_bytes(written(l.schema, 4, tl::TloStyle::declared));
  ASSERT_TRUE(grouped.ok && declared.ok);
  EXPECT_EQ(grouped.schema.name(grouped.schema.constructors[0].name), "a");
  EXPECT_EQ(declared.schema.name(declared.schema.constructors[0].name), "z");
  const auto natural = [](const std::string& s, uint32_t magic) {
    for (size_t at = 0; at + 8 <= s.size(); at += 4) {
      if (word(s, at) == magic && word(s, at + 4) == 3) return true;
    }
    return false;
  };
  EXPECT_TRUE(natural(written(l.schema, 4), 0xdcb49bd8));
  EXPECT_TRUE(natural(written(l.schema, 4, tl::TloStyle::declared), 0x8ce940b1));
}

TEST(TloWriter, DefaultConstructorsAndPrimitives) {
  const Loaded l = load("_ {X:Type} r:X = Answer X; failed {X:Type} code:int = Answer X;");
  ASSERT_TRUE(l.ok) << l.errors();
  const Loaded back = load_bytes(written(l.schema, 4));
  ASSERT_TRUE(back.ok) << back.errors();
  const tl::Type* answer = back.type("Answer");
  ASSERT_NE(answer, nullptr);
  EXPECT_EQ(answer->flags, tl::kTypeHasDefault);
  EXPECT_EQ(back.schema.name(back.schema.constructor_of(*answer, 1).name), "_");
  EXPECT_NE(back.type("Int"), nullptr);   // used
  EXPECT_EQ(back.type("Long"), nullptr);  // predeclared only
}

TEST(TloWriter, WhatCannotBeSaid) {
  const auto fails = [](const std::string& text) {
    const Loaded l = load(text);
    EXPECT_TRUE(l.ok) << l.errors();
    Buffer out;
    const Status status = tl::write_tlo(l.schema, {}, out);
    return status.ok() ? std::string() : status.error().text;
  };
  EXPECT_EQ(fails(std::string(253, 'a') + " = A;"), "");
  EXPECT_EQ(fails(std::string(254, 'a') + " = A;").substr(0, 17), "name of 254 bytes");
  EXPECT_EQ(fails("a#00000001 = A; b#00000002 = A; c#00000003 = B;"), "types B and A have one id 00000003");
}

}  // namespace
}  // namespace vkext::test
