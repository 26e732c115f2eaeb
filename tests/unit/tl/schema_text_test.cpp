// Combinators as text: the readable form, and that it reads back as the same schema.
#include "tl/schema_text.h"

#include "base/buffer.h"
#include "support/schema.h"
#include "tl/tlo_writer.h"

namespace vkext::test {
namespace {

std::string compiled(const tl::Schema& schema) {
  Buffer out;
  EXPECT_TRUE(tl::write_tlo(schema, {}, out).ok());
  return std::string(out.bytes().text());
}

TEST(SchemaText, ReadableForm) {
  const Loaded l =
      load(kPrelude +
           "a {n:#} f:# x:f.0?(Vector %Int) y:n*[k:int (Tuple int f+1)] (n+2)*[int] [string] _:long = A n;\n"
           "_ {X:Type} r:X = Answer X;\n"
           "---functions---\n"
           "@internal @read q {X:Type} query:!X = Vector (Vector X);\n"
           "@kphp k = Int; @any n = Int; @readwrite rw = Tuple int 3;");
  ASSERT_TRUE(l.ok) << l.errors();
  EXPECT_EQ(l.source("int"), "int#a8509bda ? = Int;");
  EXPECT_EQ(l.source("vector"), "vector#1cb5c415 {t:Type} # [t] = Vector t;");
  EXPECT_EQ(l.source("a"),
            "a#" + l.magic("a") +
                " {n:#} f:# x:f.0?(Vector %Int) y:n*[k:int (Tuple int (f+1))] (n+2)*[int] [string] _:long"
                " = A n;");
  EXPECT_EQ(l.source("_"), "_ {X:Type} r:X = Answer X;");
  EXPECT_EQ(l.source("q"), "@internal @read q#" + l.magic("q") + " {X:Type} query:!X = Vector (Vector X);");
  EXPECT_EQ(l.source("k").substr(0, 8), "@kphp k#");
  EXPECT_EQ(l.source("n").substr(0, 7), "@any n#");
  EXPECT_EQ(l.source("rw").substr(0, 14), "@readwrite rw#");
  const tl::Arg& x = l.schema.args[l.find("a")->first_arg + 2];
  EXPECT_EQ(tl::expression_text(l.schema, *l.find("a"), x.type), "(Vector %Int)");
  EXPECT_EQ(tl::canonical_expression(l.schema, *l.find("a"), x.type), "Vector %Int");
  EXPECT_EQ(tl::result_text(l.schema, *l.find("a")), "A n");
}

TEST(SchemaText, ReadsBackTheSame) {
  const std::string folder = VKEXT_SOURCE_DIR "/tl/";
  for (const char* files : {"common.tl", "common.tl rpc.tl", "common.tl test.tl", "demo.tl"}) {
    std::vector<tl::Source> sources;
    std::string names = files;
    for (size_t at = 0; at < names.size();) {
      const size_t end = std::min(names.find(' ', at), names.size());
      const std::string name = names.substr(at, end - at);
      sources.push_back({name, file_text(folder + name)});
      ASSERT_FALSE(sources.back().text.empty()) << name;
      at = end + 1;
    }
    const Loaded l = load_sources(sources);
    ASSERT_TRUE(l.ok) << files << '\n' << l.errors();
    const Loaded again = load(tl::schema_source(l.schema));
    ASSERT_TRUE(again.ok) << files << '\n' << again.errors();
    EXPECT_TRUE(compiled(again.schema) == compiled(l.schema)) << files;
    const Loaded from_tlo = load_bytes(compiled(l.schema));
    ASSERT_TRUE(from_tlo.ok) << files << '\n' << from_tlo.errors();
    EXPECT_TRUE(compiled(from_tlo.schema) == compiled(l.schema)) << files;
  }
}

TEST(SchemaText, Magic) {
  EXPECT_EQ(tl::magic_text(0), "00000000");
  EXPECT_EQ(tl::magic_text(0x0cb5c415), "0cb5c415");
}

}  // namespace
}  // namespace vkext::test
