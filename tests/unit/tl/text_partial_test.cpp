// Partial application: what is filled in, what is renumbered, what is refused.
#include "tl/text_partial.h"

#include "support/schema.h"

namespace vkext::test {
namespace {

TEST(TextPartial, NumbersAndTypesFilledIn) {
  const Loaded l = load(kPrelude +
                        "grid {t:Type} {n:#} {m:#} k:# rows:n*[m*[t]] more:k.2?(Tuple t n) = Grid t n m;\n"
                        "Grid int 3;\n"
                        "grid (Vector string) 2 5;");
  ASSERT_TRUE(l.ok) << l.errors();
  EXPECT_EQ(l.canonical("grid int 3"), "grid m:# k:# rows:3*[ m*[ int ] ] more:k.2?Tuple int 3 = Grid int 3 m");
  EXPECT_EQ(l.canonical("grid Vector string 2 5"),
            "grid k:# rows:2*[ 5*[ Vector string ] ] more:k.2?Tuple Vector string 2 = Grid Vector string 2 5");
  EXPECT_EQ(l.find("grid int 3")->var_count, 2u);
  EXPECT_EQ(l.type("Grid int 3")->arity, 1u);
  EXPECT_EQ(l.type("Grid int 3")->nat_params, 1u);
  EXPECT_EQ(l.canonical("grid"), "grid t:Type n:# m:# k:# rows:n*[ m*[ t ] ] more:k.2?Tuple t n = Grid t n m");
}

TEST(TextPartial, AllConstructorsOfAType) {
  const Loaded l = load("no {t:Type} = M t; yes {t:Type} v:t = M t; M<string>;");
  ASSERT_TRUE(l.ok) << l.errors();
  ASSERT_NE(l.type("M string"), nullptr);
  EXPECT_EQ(l.type("M string")->constructor_count, 2u);
  EXPECT_EQ(l.canonical("yes string"), "yes v:string = M string");
}

TEST(TextPartial, SaidTwiceIsSaidOnce) { EXPECT_TRUE(load("b {t:Type} v:t = B t; B int; B int;").ok); }

TEST(TextPartial, Refused) {
  const std::string masked = "a {m:#} x:m.0?int = A m;\n";
  EXPECT_EQ(load(masked + "A 5;").errors(), "2:1 partial application cannot bind a field mask");
  EXPECT_EQ(load(masked + "A 5 6;").errors(), "2:1 'A' has 1 parameter, 2 given");
  EXPECT_EQ(load(masked + "A int;").errors(), "2:3 argument 1 of 'A' must be a number, found type 'int'");
  EXPECT_EQ(load(masked + "B int;").errors(), "2:1 unknown type or constructor 'B'");
  EXPECT_EQ(load("a n:# = A n;\nA 5;").errors(),
            "2:1 partial application needs constructors whose parameters are plain variables");
}

}  // namespace
}  // namespace vkext::test
