// Which changes break whom.
#include "tool/schema_diff.h"

#include <gtest/gtest.h>

#include "tl/load.h"

namespace vkext::test {
namespace {

// "name: text [readers writers]", one a line.
std::string changes(const std::string& before, const std::string& after) {
  tl::Schema a, b;
  tl::Diagnostics diagnostics;
  EXPECT_TRUE(tl::load_text({{"old.tl", before}}, a, diagnostics))
      << (diagnostics.empty() ? "" : diagnostics[0].format());
  EXPECT_TRUE(tl::load_text({{"new.tl", after}}, b, diagnostics))
      << (diagnostics.empty() ? "" : diagnostics[0].format());
  std::string out;
  for (const tool::Change& c : tool::compare_schemas(a, b)) {
    out +=
        c.name + ": " + c.text + (c.breaks_readers ? " [readers]" : "") + (c.breaks_writers ? " [writers]" : "") + "\n";
  }
  return out;
}

const std::string kBase =
    "a#00000001 x:int = T;\nb#00000002 f:# y:f.0?string = T;\np#00000003 x:int = P;\n"
    "---functions---\nq#00000010 x:P = T;\n";

TEST(SchemaDiff, Nothing) {
  EXPECT_EQ(changes(kBase, kBase), "");
  // Other words for the same bytes.
  EXPECT_EQ(changes("t#00000001 = True;\np#00000002 x:int t:%Long = P;\nr#00000003 a:%P n:# [int] = R;\n",
                    "t#00000001 = True;\np#00000002 x:%Int t:long = P;\nr#00000003 a:p n:# n*[%Int] = R;\n"),
            "");
}

TEST(SchemaDiff, Functions) {
  EXPECT_EQ(changes(kBase, kBase + "r#00000011 = T;\n"), "r: the function is new\n");
  EXPECT_EQ(changes(kBase + "r#00000011 = T;\n", kBase),
            "r: the function was removed: who calls it gets an error [writers]\n");
  EXPECT_EQ(changes(kBase + "r#00000011 = T;\n", kBase + "r#00000011 = P;\n"),
            "r: answered T, now answers P [readers]\n");
  EXPECT_EQ(changes(kBase + "r#00000011 m:# = T;\n", kBase + "r#00000011 m:# x:m.3?int = T;\n"),
            "r: argument `x:m.3?int` was added\n");
  EXPECT_EQ(changes(kBase + "r#00000011 m:# = T;\n", kBase + "r#00000011 m:# x:int = T;\n"),
            "r: argument `x:int` was added [readers] [writers]\n");
  EXPECT_EQ(changes(kBase + "@read r#00000011 = T;\n", kBase + "@internal r#00000011 = T;\n"),
            "r: is @internal now [writers]\n");
}

TEST(SchemaDiff, Constructors) {
  EXPECT_EQ(changes("a#00000001 = T;\nb#00000002 = T;\n", "a#00000001 = T;\nb#00000002 = T;\nc#00000003 = T;\n"),
            "c: the constructor is new in T: who has the old schema does not understand it [readers]\n");
  EXPECT_EQ(changes("a#00000001 = T;\nb#00000002 = T;\n", "a#00000001 = T;\n"),
            "b: the constructor was removed: who still sends it is not understood [readers] [writers]\n");
  EXPECT_EQ(changes("a#00000001 = T;\n", "a#00000001 = T;\nb#00000002 = T;\n"),
            "b: the constructor is new in T: who has the old schema does not understand it [readers]\n"
            "T: is a union now: bare uses of it are no longer possible [readers] [writers]\n");
  EXPECT_EQ(changes("a#00000001 x:int = A;\n", "a#00000001 y:int = A;\n"), "a: argument `x` is called `y` now\n");
  EXPECT_EQ(changes("a#00000001 x:int = A;\n", "a#00000001 x:long = A;\n"),
            "a: `x` was int, is long [readers] [writers]\n");
}

TEST(SchemaDiff, ComputedMagicsChangeWithTheText) {
  EXPECT_EQ(changes("a x:int = A;\n", "a y:int = A;\n").find("a: argument `x` is called `y` now [readers] [writers]"),
            0u);
}

}  // namespace
}  // namespace vkext::test
