// What a schema promises to those who compile it, checked on text; schemas that only a .tlo can say are in
// tlo_reader_test.cpp.
#include "tl/schema_check.h"

#include "support/schema.h"

namespace vkext::test {
namespace {

TEST(SchemaCheck, UnionsCannotBeBare) {
  const std::string unions = "ua x:int = U; ub = U;\n";
  EXPECT_EQ(errors_of(unions + "a x:%U = A;"), "4:6 type 'U' has 2 constructors and cannot be bare");
  EXPECT_EQ(errors_of(unions + "a x:ua = A;"), "4:5 type 'U' has 2 constructors and cannot be bare");
  EXPECT_EQ(errors_of(unions + "a x:%(Vector %U) = A;"), "4:15 type 'U' has 2 constructors and cannot be bare");
  EXPECT_EQ(errors_of(unions + "a x:U y:(Vector U) = A;"), "");
  EXPECT_EQ(errors_of("_ x:int = D; a x:%D = A;"), "3:19 type 'D' has a default constructor and cannot be bare");
  EXPECT_EQ(errors_of("Empty E; a x:%E = A;"), "3:15 type 'E' has 0 constructors and cannot be bare");
}

TEST(SchemaCheck, Magics) {
  EXPECT_EQ(errors_of("a#01020304 x:int = U;\nb#01020304 y:string = U;"), "4:2 magic 01020304 is already used by 'a'");
  EXPECT_EQ(errors_of("a#01020304 = A;\nb#01020304 = B;"), "4:2 magic 01020304 is already used by 'a'");
  EXPECT_EQ(errors_of("a#00000000 = A;"), "3:2 'a' has magic 0");
  EXPECT_EQ(errors_of("a#ffffffff = A;"), "");
  const Loaded l = load("---functions---\nf#01020304 = Int;\ng#01020304 = Int;");
  EXPECT_TRUE(l.ok);
  EXPECT_EQ(l.warnings(),
            "3:2 magic 01020304 is already used by 'f': answers are told apart, incoming queries are not");
  EXPECT_TRUE(load("a#01020304 = A; ---functions--- f#01020304 = A;").ok);
}

// Errors of grammar, of names and of what a schema promises, in one go; nothing is blamed for another's error.
TEST(SchemaCheck, AllErrorsOfAFile) {
  EXPECT_EQ(errors_of("ua = U; ub = U;\n"
                      "broken x:int U;\n"
                      "uses x:%Broken y:Missing = Uses;\n"
                      "a#01020304 x:%U = A;\n"
                      "b#01020304 next:b = B;\n"
                      "c#01020304 y:Missing = C;\n"
                      "d x:int = D; d x:string = D; e x:%D = E;\n"),
            "4:15 expected '=', found ';'\n"
            "5:9 unknown type 'Broken'\n"
            "5:18 unknown type 'Missing'\n"
            "6:15 type 'U' has 2 constructors and cannot be bare\n"
            "7:1 'b' contains itself without a condition: infinite size\n"
            "7:2 magic 01020304 is already used by 'a'\n"
            "8:2 magic 01020304 is already used by 'a'\n"
            "8:14 unknown type 'Missing'\n"
            "9:14 constructor 'd' is already declared at line 9");
}

TEST(SchemaCheck, InfiniteTypes) {
  const std::string own = " contains itself without a condition: infinite size";
  EXPECT_EQ(errors_of("a x:int next:a = A;"), "3:1 'a'" + own);
  EXPECT_EQ(errors_of("a x:%B = A; b x:%C = B; c x:%A = C;"), "3:1 'a'" + own);
  EXPECT_EQ(errors_of("a x:2*[a] = A;"), "3:1 'a'" + own);
  EXPECT_EQ(errors_of("a x:%(Tuple a 3) = A;").empty(), true);  // Tuple's count is a parameter: not followed
  EXPECT_EQ(errors_of("box {t:Type} v:t = Box t; a x:%(Box a) = A;"), "3:27 'a'" + own);
  EXPECT_EQ(errors_of("box {t:Type} v:t = Box t; box2 {t:Type} v:(box t) = Box2 t; a x:(box2 (box2 a)) = A;"),
            "3:61 'a'" + own);
  EXPECT_EQ(errors_of("a {t:Type} x:t y:(a t) = A t;"), "3:1 'a'" + own);
  // A box, a mask, a count, a union end it.
  EXPECT_EQ(errors_of("a x:int next:A = A;"), "");
  EXPECT_EQ(errors_of("a f:# next:f.0?a = A;"), "");
  EXPECT_EQ(errors_of("a n:# next:n*[a] = A;"), "");
  EXPECT_EQ(errors_of("a next:0*[a] = A;"), "");
  EXPECT_EQ(errors_of("a next:%(Vector a) = A;"), "");
  EXPECT_EQ(errors_of("no = M; yes x:a = M; a next:M = A;"), "");
}

TEST(SchemaCheck, LongChainsDoNotRecurse) {
  std::string text = kPrelude;
  for (int i = 0; i < 20000; ++i)
    text += "a" + std::to_string(i) + " x:a" + std::to_string(i + 1) + " = A" + std::to_string(i) + ";";
  EXPECT_TRUE(load(text + "a20000 x:int = A20000;").ok);
  EXPECT_FALSE(load(text + "a20000 x:a0 = A20000;").ok);
}

}  // namespace
}  // namespace vkext::test
