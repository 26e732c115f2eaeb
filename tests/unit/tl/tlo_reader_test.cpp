// Compiled schemas read: what the sample says, version 1, and for everything that must be refused the offset.
#include "tl/tlo_reader.h"

#include <cstdio>
#include <ctime>

#include "base/buffer.h"
#include "base/bytes.h"
#include "support/sample_tlo.h"
#include "support/schema.h"
#include "tl/tlo_writer.h"
#include "wire/writer.h"

namespace vkext::test {
namespace {

std::string with(size_t at, uint32_t word) {
  std::string s = sample_tlo();
  store_u32(&s[at], word);
  return s;
}
std::string errors_of_bytes(const std::string& bytes) {
  const Loaded l = load_bytes(bytes);
  EXPECT_EQ(l.ok, l.errors().empty());
  return l.errors();
}

TEST(TloReader, Sample) {
  const Loaded l = load_bytes(sample_tlo());
  ASSERT_TRUE(l.ok) << l.errors();
  EXPECT_EQ(l.schema.date, 1700000000u);
  EXPECT_EQ(l.schema.version, 0u);
  EXPECT_TRUE(l.schema.compiled());
  EXPECT_EQ(l.schema.types.size(), 4u);
  EXPECT_EQ(l.canonical("vector"), "vector t:Type # [ t ] = Vector t");
  EXPECT_EQ(l.source("a.get"), "@read a.get#60d024c7 m:# x:m.3?(Vector int) y:2*[k:int v:Int] = Vector int;");
  EXPECT_EQ(l.find("a.get")->flags, 1u);
  EXPECT_EQ(l.find("int")->kind, tl::CombinatorKind::builtin);
}

TEST(TloReader, RefusesWithOffset) {
  EXPECT_EQ(errors_of_bytes(""), "@0 truncated while reading schema magic");
  EXPECT_EQ(errors_of_bytes(sample_tlo().substr(0, 12)), "@12 truncated while reading types_num");
  EXPECT_EQ(errors_of_bytes(with(0, 0x12345678)), "@0 unknown schema magic 0x12345678");
  EXPECT_EQ(errors_of_bytes(with(12, 0x7fffffff)), "@12 types_num = 2147483647 is impossible, 620 bytes left");
  EXPECT_EQ(errors_of_bytes(with(12, 3)), "@116 constructors_num = 317408134 is impossible, 516 bytes left");
  EXPECT_EQ(errors_of_bytes(with(0x30, 0x12eb4387)), "@48 magic 0x12eb4387, expected a type");
  EXPECT_EQ(errors_of_bytes(with(0x38, 0x746e49ff)), "@56 string length byte 255");
  EXPECT_EQ(errors_of_bytes(with(0x38, 0x746e0a03)), "@56 a name has bytes that cannot stand in a name");
  EXPECT_EQ(errors_of_bytes(with(0x38, 0)), "@56 empty name");
  EXPECT_EQ(errors_of_bytes(with(0x90, 2)), "@120 type 'Vector': parameters beyond its arity 1");
  EXPECT_EQ(errors_of_bytes(with(0x34, 0x1cb5c415)), "@120 type id 0x1cb5c415 is used twice");
  EXPECT_EQ(errors_of_bytes(with(0x3c, 2)), "@57 type 'Int' announces 2 constructors, 1 found");
  EXPECT_EQ(errors_of_bytes(with(0xac, 0x2c064372)), "@172 magic 0x2c064372, expected arguments of a combinator");
  EXPECT_EQ(errors_of_bytes(with(0xe0, 0xfffffffd)), "@224 args_num = -3 is impossible, 408 bytes left");
  EXPECT_EQ(errors_of_bytes(with(0x1d4, 32)), "@468 mask bit 32 is out of range 0..31");
  EXPECT_EQ(errors_of_bytes(with(0x1f0, 0x2210c154)), "@496 reference to unknown type 0x2210c154");
  EXPECT_EQ(errors_of_bytes(with(0xa0, 0)), "@165 'int' has magic 0");
  EXPECT_EQ(errors_of_bytes(sample_tlo() + "1234"), "@636 4 bytes behind the end of the schema");
  for (size_t n = 0; n < 636; ++n) EXPECT_NE(errors_of_bytes(sample_tlo().substr(0, n)), "") << n;
}

// Ids that all begin their search in the same part of the table: in quadratic time this takes minutes.
TEST(TloReader, IdsThatCrowd) {
  constexpr uint32_t kTypes = 100'000;
  std::string file;
  const auto word = [&file](uint32_t v) {
    char bytes[4];
    store_u32(bytes, v);
    file.append(bytes, 4);
  };
  for (const uint32_t v : {0x90ac88d7u, 0u, 0u, kTypes}) word(v);
  uint32_t made = 0;
  for (uint64_t id = 1; made != kTypes; ++id) {
    if (id * 0x9e3779b97f4a7c15ull >> 59) continue;
    char name[9];
    snprintf(name, sizeof name, "\x07" "A%06u", made++);
    word(0x12eb4386);
    word(static_cast<uint32_t>(id));
    file.append(name, 8);
    file.append(20, '\0');
  }
  const clock_t start = clock();
  EXPECT_EQ("@3600016 truncated while reading constructors_num", errors_of_bytes(file));
  EXPECT_LT(clock() - start, 15 * CLOCKS_PER_SEC);
}

TEST(TloReader, RefusesWhatMakesNoSense) {
  EXPECT_EQ(errors_of_bytes(with(0x138, 0xffffffff)), "");  // n + 4294967295: odd, but a number
  EXPECT_NE(errors_of_bytes(with(0x13c, 0)), "");           // a count that is a type
  EXPECT_EQ(errors_of_bytes(with(0x13c, 7)), "@304 the count of a repetition is no number declared before");
  EXPECT_EQ(errors_of_bytes(with(0x154, 1)), "@336 a type must stand here, the variable is a number or unknown");
  EXPECT_EQ(errors_of_bytes(with(0x158, 1)), "@336 a type variable cannot be bare");
  EXPECT_EQ(errors_of_bytes(with(0x1d0, 5)), "@457 the field mask is no number declared before");
  EXPECT_EQ(errors_of_bytes(with(0x0f0, 251)), "@240 variable number 251");
  EXPECT_EQ(errors_of_bytes(with(0x0f0, 1)),
            "@280 variable number 1 is used twice or out of range\n"
            "@304 the count of a repetition is no number declared before\n"
            "@336 a type must stand here, the variable is a number or unknown\n"
            "@372 a type must stand here, the variable is a number or unknown");
  EXPECT_NE(errors_of_bytes(with(0x0ec, 0x20007)), "");  // implicit and conditional: words are read askew
}

TEST(TloReader, DeepNestingEnds) {
  const std::string base = sample_tlo();
  // Everything up to the children of the function's result, then Vector of Vector of …
  std::string deep = base.substr(0, 0x264);
  const std::string level = base.substr(0x264, 4) + base.substr(0x254, 16);
  for (int i = 0; i < 100000; ++i) deep += level;
  EXPECT_NE(errors_of_bytes(deep).find("nested too deeply"), std::string::npos);
}

// Version 1 as described: other magics, no wrappers around children, var_num always there, 64-bit numbers.
TEST(TloReader, VersionOne) {
  Buffer buffer;
  wire::Writer w(buffer);
  const auto type = [&](uint32_t id, const char* name, uint32_t constructors, uint32_t arity, uint64_t params) {
    w.store_int(0x12eb4386);
    w.store_int(id);
    w.store_string(name);
    w.store_int(constructors);
    w.store_int(0);
    w.store_int(arity);
    w.store_long(params);
  };
  const auto arg = [&](const char* name, uint32_t flags, uint32_t var) {
    w.store_int(0x46afe232);
    w.store_string(name);
    w.store_int(flags);
    w.store_int(var);
  };
  const auto expr = [&](uint32_t id, uint32_t flags, uint32_t children) {
    w.store_int(0x10f32190);
    w.store_int(id);
    w.store_int(flags);
    w.store_int(children);
  };
  w.store_int(0xf19d9e38);
  w.store_int(0);
  w.store_int(5);
  w.store_int(4);
  type(0x70659eff, "#", 0, 0, 0);
  type(0xa8509bda, "Int", 1, 0, 0);
  type(0x9770768a, "Tuple", 1, 2, 2);
  type(0x2cecf817, "Type", 0, 0, 0);
  w.store_int(2);
  w.store_int(0x5c0a1ed5);
  w.store_int(0xa8509bda);
  w.store_string("int");
  w.store_int(0xa8509bda);
  w.store_int(0xcd211f63);
  w.store_int(0xd325b367);
  expr(0xa8509bda, 0, 0);
  w.store_int(0x5c0a1ed5);
  w.store_int(0x9770768a);
  w.store_string("tuple");
  w.store_int(0x9770768a);
  w.store_int(0x4c12c6d9);
  w.store_int(3);
  arg("t", 0x20000, 0);
  expr(0x2cecf817, 0, 0);
  arg("n", 0x20000, 1);
  expr(0x70659eff, 0, 0);
  arg("", 0, 0xffffffff);
  w.store_int(0x80479360);
  w.store_int(0x90ea6f58);
  w.store_long(0);
  w.store_int(1);
  w.store_int(1);
  arg("", 0, 0xffffffff);
  w.store_int(0x1caa237a);
  w.store_int(0);
  w.store_int(0);
  w.store_int(0xd325b367);
  expr(0x9770768a, 0, 2);
  w.store_int(0x1caa237a);
  w.store_int(0);
  w.store_int(0);
  w.store_int(0x90ea6f58);
  w.store_long(0);
  w.store_int(1);
  w.store_int(1);
  w.store_int(0x5c0a1ed5);
  w.store_int(0x01020304);
  w.store_string("f");
  w.store_int(0x9770768a);
  w.store_int(0x4c12c6d9);
  w.store_int(2);
  arg("m", 0, 0);
  expr(0x70659eff, 0, 0);
  arg("x", 1u << 20, 0xffffffff);
  w.store_int(0);
  w.store_int(7);
  expr(0xa8509bda, 1, 0);
  w.store_int(0xd325b367);
  expr(0x9770768a, 0, 2);
  expr(0xa8509bda, 1, 0);
  w.store_int(0xc09f07d7);
  w.store_long(3);
  const Loaded l = load_bytes(buffer.bytes().text());
  ASSERT_TRUE(l.ok) << l.errors();
  EXPECT_EQ(l.canonical("tuple"), "tuple t:Type n:# n*[ t ] = Tuple t n");
  EXPECT_EQ(l.canonical("f"), "f m:# x:m.7?int = Tuple int 3");
  EXPECT_EQ(l.schema.date, 5u);
}

}  // namespace
}  // namespace vkext::test
