// Syntax: forms that must be read, errors at their places, going on after an error, and the bound on nesting.
#include "tl/text_parser.h"

#include "base/limits.h"
#include "support/schema.h"

namespace vkext::test {
namespace {

TEST(TextParser, AcceptsWhatAnyCompilerAccepts) {
  for (const char* text : {
           "",
           "// only a comment",
           "---types---\n---functions---\n---types---",
           "--- functions ---\nf x:int = Int;",
           "a x:(Vector int) y:Vector<int> z:%(Vector int) w:%Vector<int> v:(%Vector int) u:%%(Vector int) = A;",
           "a {x y:#} = A x y;",
           "a (x y:int) = A; b k:int (x y:string) = B;",
           "a (x:int) (Vector int) (_ _:int) = A;",
           "a n:# x:n.0?n*[int] = A;",
           "a n:# (n+1)*[int] = A;",
           "a n:# x : n . 3 ? int = A;",
           "a Flags:# x:Flags.0?int = A;",
           "a x:int => Int;",
           "@read @unknownWord f x:int => Int;",
           "a _:int _:int int = A;",
           "a.b.c x:int = a.b.C;",
           "a#12345 x:int = A;",
           "a #12345678 x:int = A;",
           "pair {X:Type} {Y:Type} a:X b:Y = Pair X Y; a x:Pair<Vector<int>, (Vector string)> y:(pair int "
           "%Vector<int>) = A;",
           "a x:(Tuple int 1+2) y:(Tuple int (1+(2))) = A;",
           "New A; a x:int = A; Final A; Empty B;",
           "f {X:Type} q:!X => Vector<X>;",
           "a x:int = A;\r\n\r\nb x:int = B; // end",
       }) {
    EXPECT_EQ(errors_of(text), "") << text;
  }
}

TEST(TextParser, SaysWhatItExpected) {
  EXPECT_EQ(errors_of("a x:int A;"), "3:10 expected '=', found ';'");
  EXPECT_EQ(errors_of("a x:int = A"), "3:12 expected ';', found end of file");
  EXPECT_EQ(errors_of("a x:int = ;"), "3:11 expected result type, found ';'");
  EXPECT_EQ(errors_of("a x:int = (Vector int);"), "3:11 result must be a type name, found '('");
  EXPECT_EQ(errors_of("a x:3*[int = A;"), "3:12 expected ']', found '='");
  EXPECT_EQ(errors_of("a n:# x:n*[] = A;"), "3:11 a repetition needs at least one argument");
  EXPECT_EQ(errors_of("a {t:int} x:int = A t;"), "3:6 implicit argument must be '#' or 'Type', found 'int'");
  EXPECT_EQ(errors_of("a f:# x:f.32?int = A;"), "3:11 mask bit 32 is out of range 0..31");
  EXPECT_EQ(errors_of("a f:# x:!f.0?int = A;"), "3:11 expected '=', found '.'");
  EXPECT_EQ(errors_of("a n:# x:n+1*[int] = A;"), "3:10 expected '=', found '+'");
  EXPECT_EQ(errors_of("a x:4294967296*[int] = A;"), "3:5 number is larger than 4294967295");
  EXPECT_EQ(errors_of("a n:# m:# x:(Tuple int n+m) = A;"), "3:26 a sum can have one variable only");
  EXPECT_EQ(errors_of("a.b:int = A;"), "3:4 expected '=', found ':'");
  EXPECT_EQ(errors_of("a x.y:int = A;"), "3:3 a field name cannot contain a dot");
  EXPECT_EQ(errors_of("Foo x:int = Foo;"), "3:1 the name of a combinator must begin with a lower-case letter");
  EXPECT_EQ(errors_of("Foo;"), "3:1 a declaration of a type by itself says nothing");
  EXPECT_EQ(errors_of("a x:(5 int) = A;"), "3:6 a type name must stand before type arguments");
}

TEST(TextParser, GoesOnAfterAnErrorWithoutFollowUps) {
  // `b` and `B` have a syntax error; whoever uses them is not blamed for it.
  EXPECT_EQ(errors_of("a x:int A;\nb x::int = B;\nc x:b y:B = C;\nd x:Unknown = D;"),
            "3:10 expected '=', found ';'\n4:5 type expected, found ':'\n6:5 unknown type 'Unknown'");
}

TEST(TextParser, TwentyErrorsOfAFileAtMost) {
  std::string text;
  for (int i = 0; i < 50; ++i) text += "a" + std::to_string(i) + " x::int = A;\n";
  const Loaded one = load(text);
  EXPECT_EQ(one.diagnostics.size(), 20u);
  const Loaded two = load_sources({{"one.tl", text}, {"two.tl", text}});
  EXPECT_EQ(two.diagnostics.size(), 40u);
  EXPECT_EQ(two.diagnostics[20].file, "two.tl");
  EXPECT_EQ(two.diagnostics[20].line, 1u);
}

TEST(TextParser, NestingIsBounded) {
  const auto nested = [](int depth) {
    std::string open, close;
    for (int i = 0; i < depth; ++i) open += "(Vector ", close += ")";
    return kPrelude + "a x:" + open + "int" + close + " = A;";
  };
  EXPECT_TRUE(load(nested(limits::kSchemaNestingMax)).ok);
  EXPECT_EQ(load(nested(limits::kSchemaNestingMax + 1)).errors(), "3:517 nested too deeply");
  EXPECT_FALSE(load(nested(100000)).ok);
  std::string arrays = kPrelude + "a ";
  for (int i = 0; i < 100000; ++i) arrays += "2*[";
  EXPECT_FALSE(load(arrays).ok);
  EXPECT_FALSE(load(kPrelude + "a x:" + std::string(100000, '%') + "int = A").ok);
  EXPECT_FALSE(load(kPrelude + "a x:" + std::string(100000, '<') + "int = A").ok);
}

}  // namespace
}  // namespace vkext::test
