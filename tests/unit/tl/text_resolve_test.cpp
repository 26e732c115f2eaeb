// Names, kinds, variables, scopes, and what is said about wrong ones.
#include "tl/text_resolve.h"

#include "support/schema.h"

namespace vkext::test {
namespace {

TEST(TextResolve, PrimitivesArePredeclared) {
  const Loaded l = load("a x:int y:Long z:double n:# = A;");
  ASSERT_TRUE(l.ok) << l.errors();
  EXPECT_EQ(l.magic("int"), "a8509bda");
  EXPECT_EQ(l.magic("double"), "2210c154");
  EXPECT_EQ(l.find("string"), nullptr);  // not used, not there
  ASSERT_NE(l.type("#"), nullptr);
  EXPECT_EQ(l.type("#")->id, 0x70659effu);
  EXPECT_EQ(l.type("Type")->id, 0x2cecf817u);
  EXPECT_EQ(l.type("Int")->id, 0xa8509bdau);
  EXPECT_EQ(l.find("int")->kind, tl::CombinatorKind::builtin);
}

TEST(TextResolve, PrimitivesMayBeDeclaredAgain) {
  EXPECT_EQ(errors_of("int ? = Int; int#a8509bda ? = Int;"), "");
  EXPECT_EQ(errors_of("int#00000001 ? = Int;"), "3:4 'int' is already declared with another magic at line 1");
  EXPECT_EQ(errors_of("int x:long = Int;"), "3:1 'int' is built in");
  EXPECT_EQ(errors_of("integer x:long = Int;"), "3:1 'Int' is built in");
  EXPECT_EQ(errors_of("integer ? = Integer;").substr(0, 40), "3:1 no built-in type 'integer' = 'Intege");
  EXPECT_EQ(errors_of("object ? = Object; function ? = Function; a x:object = A;"), "");
  EXPECT_NE(errors_of("a x:object = A;"), "");
  EXPECT_EQ(errors_of("o = Object; object ? = Object;"),
            "3:13 type 'Object' has a constructor already, it cannot be built in");
}

TEST(TextResolve, AnyOrder) {
  EXPECT_EQ(errors_of("a x:b y:B z:(later int) = A; b v:int = B; later {t:Type} v:t = Later t;"), "");
  EXPECT_EQ(
      load_sources({{"1.tl", "a x:b = A;"}, {"2.tl", "---functions--- f = A;"}, {"3.tl", "b x:int = B;"}}).errors(),
      "");
}

TEST(TextResolve, VariablesInTextualOrder) {
  const Loaded l =
      load(kPrelude + "a {X:Type} {n:#} m:# list:m*[k:# v:k.3?n*[X]] # [int] tail:m.2?(Tuple X n+1) = A X n;");
  ASSERT_TRUE(l.ok) << l.errors();
  const tl::Schema& s = l.schema;
  const tl::Combinator& a = *l.find("a");
  EXPECT_EQ(a.var_count, 5u);
  ASSERT_EQ(a.arg_count, 7u);
  const tl::Arg* args = &s.args[a.first_arg];
  EXPECT_EQ(args[0].var, 0u);
  EXPECT_EQ(args[1].var, 1u);
  EXPECT_EQ(args[2].var, 2u);
  const tl::Expr& list = s.exprs[args[3].type];
  EXPECT_EQ(list.kind, tl::ExprKind::array);
  EXPECT_EQ(list.nat.var, 2u);
  ASSERT_EQ(list.count, 2u);
  EXPECT_EQ(s.args[list.first].var, 3u);
  EXPECT_EQ(s.args[list.first + 1].mask_var, 3u);
  EXPECT_EQ(s.args[list.first + 1].bit, 3u);
  EXPECT_EQ(args[4].var, 4u);
  const tl::Expr& counted = s.exprs[args[5].type];
  EXPECT_EQ(counted.nat.var, 4u);
  EXPECT_TRUE(counted.count_omitted);
  EXPECT_EQ(args[6].mask_var, 2u);
  const tl::Expr& tuple = s.exprs[args[6].type];
  ASSERT_EQ(tuple.count, 2u);
  EXPECT_EQ(s.exprs[tuple.first].kind, tl::ExprKind::var);
  EXPECT_EQ(s.exprs[tuple.first].nat.var, 0u);
  EXPECT_EQ(s.exprs[tuple.first + 1].nat.var, 1u);
  EXPECT_EQ(s.exprs[tuple.first + 1].nat.add, 1u);
  EXPECT_EQ(l.type("A")->arity, 2u);
  EXPECT_EQ(l.type("A")->nat_params, 2u);
  EXPECT_EQ(args[3].line, 3u);
  EXPECT_EQ(args[3].column, 22u);
}

TEST(TextResolve, ScopesOfRepetitions) {
  EXPECT_EQ(errors_of("a n:# x:n*[n:int x:long] x2:n*[int] = A;"), "");  // bodies may repeat names
  EXPECT_EQ(errors_of("a n:# x:n*[m:#] y:m*[int] = A;"), "3:19 'm' is not of type #");
  EXPECT_EQ(errors_of("a n:# x:n*[b:int y:[int]] = A;"),
            "3:20 repetition without a count and no '#' argument before it in this scope");
  EXPECT_EQ(errors_of("a x:[int] = A;"), "3:5 repetition without a count and no '#' argument before it");
  EXPECT_EQ(errors_of("a {n:#} x:[int] = A n;"), "");
}

TEST(TextResolve, VariablesWinOverTypes) {
  EXPECT_EQ(errors_of("h int:# x:int*[string] = H;"), "");
  EXPECT_EQ(errors_of("a x:int string:string = A;"), "");
  EXPECT_EQ(errors_of("a int:# x:int = A;"), "3:11 a type must stand here, 'int' is a number");
  EXPECT_EQ(errors_of("a {t:Type} x:(t int) = A t;"), "3:15 variable 't' cannot have arguments");
}

TEST(TextResolve, WrongKinds) {
  EXPECT_EQ(errors_of("a x:Vector = A;"), "3:5 type 'Vector' needs 1 argument, 0 given");
  EXPECT_EQ(errors_of("a x:(Vector int int) = A;"), "3:6 type 'Vector' needs 1 argument, 2 given");
  EXPECT_EQ(errors_of("a x:Vector int = A;"), "3:5 type 'Vector' needs 1 argument, 0 given");
  EXPECT_EQ(errors_of("a x:(Vector 5) = A;"), "3:13 argument 1 of 'Vector' must be a type, found 5");
  EXPECT_EQ(errors_of("a x:(Tuple int int) = A;"), "3:16 argument 2 of 'Tuple' must be a number, found type 'int'");
  EXPECT_EQ(errors_of("a x:(Tuple 3 int) = A;").substr(0, 47), "3:12 argument 1 of 'Tuple' must be a type, foun");
  EXPECT_EQ(errors_of("a x:5 = A;"), "3:5 field type must be a type, found number 5");
  EXPECT_EQ(errors_of("a x:Type = A;"), "3:5 'Type' can only be the kind of an implicit argument");
  EXPECT_EQ(errors_of("a {t:Type} x:%t = A t;"), "3:15 '%' cannot be applied to variable 't'");
  EXPECT_EQ(errors_of("a n:# x:(Tuple int %n) = A;"), "3:21 '%' cannot be applied to a number");
  EXPECT_EQ(errors_of("a n:# x:(Tuple int int+1) = A;"), "3:20 number or variable expected in a sum, found type 'int'");
  EXPECT_EQ(errors_of("a x:int = A; b {t:Type} x:t = A t;"), "3:31 type 'A' was declared with 0 arguments, 1 given");
  EXPECT_EQ(errors_of("a {t:Type} x:t = A t; b {n:#} = A n;"), "3:35 a type must stand here, 'n' is a number");
}

TEST(TextResolve, Masks) {
  EXPECT_EQ(errors_of("a x:f.0?int = A;"), "3:5 unknown field mask 'f'");
  EXPECT_EQ(errors_of("a x:f.0?int f:# = A;"), "3:5 unknown field mask 'f' (declared later)");
  EXPECT_EQ(errors_of("a f:int x:f.0?int = A;"), "3:11 field mask 'f' is not of type #");
  EXPECT_EQ(errors_of("a f:# g:f.0?# x:g.1?int = A;"), "");
  EXPECT_EQ(errors_of("a {f:#} x:f.31?int = A f;"), "");
}

TEST(TextResolve, ImplicitArgumentsMustMatter) {
  EXPECT_EQ(errors_of("a {t:Type} x:int = A;"), "3:4 implicit argument 't' does not occur in the result type");
  EXPECT_EQ(errors_of("q {X:Type} query:!X = Q;"), "");
  EXPECT_EQ(errors_of("a {t:Type} x:t = t;"), "3:18 result must be a type name, found 't'");
  EXPECT_EQ(errors_of("a {T:Type} x:T = T;"), "3:18 a constructor's result must be a type name, 'T' is a variable");
  const Loaded l = load("f {X:Type} q:!X => X;");
  ASSERT_TRUE(l.ok) << l.errors();
  EXPECT_EQ(l.find("f")->type, tl::kNone);
}

TEST(TextResolve, NamesOnce) {
  EXPECT_EQ(errors_of("a x:int x:string = A;"), "3:9 field 'x' is already declared in 'a'");
  EXPECT_EQ(errors_of("a {x:#} x:int = A x;"), "3:9 field 'x' is already declared in 'a'");
  EXPECT_EQ(errors_of("a = A;\na = B;"), "4:1 constructor 'a' is already declared at line 3");
  EXPECT_EQ(errors_of("a = A; f => A; f x:int => A;"), "3:16 function 'f' is already declared at line 3");
  EXPECT_EQ(load_sources({{"one.tl", "\na = A;"}, {"two.tl", "a = B;"}}).errors(),
            "two.tl:1:1 constructor 'a' is already declared at line 2 of one.tl");
  EXPECT_EQ(errors_of("a = A; a = B; c x:B = C;"), "3:8 constructor 'a' is already declared at line 3");
  EXPECT_EQ(errors_of("_ = A; _ x:int = A;"), "3:8 type 'A' already has a default constructor");
  EXPECT_EQ(errors_of("_ = A; _ x:int = B;"), "");
  std::string many = "a ";
  for (int i = 0; i < 100; ++i) many += "x" + std::to_string(i) + ":int ";
  EXPECT_EQ(errors_of(many + "= A;"), "");
  EXPECT_NE(errors_of(many + "x50:int = A;").find("field 'x50' is already declared"), std::string::npos);
}

TEST(TextResolve, FinalNewEmpty) {
  EXPECT_EQ(errors_of("a = A; New A;"), "3:12 type 'A' already has constructors at line 3");
  EXPECT_EQ(errors_of("a = A; Final A; b = A;"),
            "3:17 new constructor of type 'A' after the final statement at line 3");
  EXPECT_EQ(errors_of("Empty A; a = A;"), "3:10 new constructor of type 'A' after the final statement at line 3");
  EXPECT_EQ(errors_of("Final A;"), "3:7 type 'A' has no constructors");
  const Loaded l = load("Empty False;");
  ASSERT_TRUE(l.ok);
  EXPECT_EQ(l.type("False")->constructor_count, 0u);
  EXPECT_EQ(l.type("False")->id, 0u);
}

TEST(TextResolve, NearNames) {
  EXPECT_EQ(errors_of("a x:Vectro<int> = A;"), "3:5 unknown type 'Vectro', did you mean Vector?");
  EXPECT_EQ(errors_of("a x:sting = A;"), "3:5 unknown constructor or variable 'sting', did you mean string?");
  EXPECT_EQ(errors_of("ns.thing = ns.Thing; a x:Thing = A;"), "3:26 unknown type 'Thing', did you mean ns.Thing?");
  EXPECT_EQ(errors_of("a x:Int32 = A;"), "3:5 unknown type 'Int32', did you mean Int?");
  EXPECT_EQ(errors_of("a x:Elephant = A;"), "3:5 unknown type 'Elephant'");
}

// A schema that leaves its prelude to another file is told which file has the word.
TEST(TextResolve, WordsOfOurOtherFiles) {
  EXPECT_EQ(load("a x:bytes y:(Vector int) = A;").errors(),
            "1:5 unknown constructor or variable 'bytes'; tl/telegram.tl declares it: load that file too\n"
            "1:14 unknown type 'Vector'; tl/common.tl declares it: load that file too");
  EXPECT_EQ(load("a x:int128 = A;").errors(),
            "1:5 unknown constructor or variable 'int128'; tl/telegram.tl declares it: load that file too");
}

TEST(TextResolve, FlagsAndWarnings) {
  const Loaded l = load(kPrelude +
                        "@read a = A; ---functions--- @any f1 = A; @read f2 = A; @write f3 = A; @readwrite f4 = A;"
                        "@internal @any f5 = A; @kphp f6 = A; f7 x:!int = A;");
  ASSERT_TRUE(l.ok) << l.errors();
  EXPECT_EQ(l.warnings(),
            "3:1 annotations have no meaning for constructors\n"
            "3:133 '!' has no meaning before what is no Type variable");
  uint32_t expected[] = {0, 1, 2, 3, 4, 8, 0};
  for (int i = 1; i <= 7; ++i) EXPECT_EQ(l.find("f" + std::to_string(i))->flags, expected[i - 1]) << i;
  std::string many;
  for (int i = 0; i != 300; ++i) many += "@read a" + std::to_string(i) + " = A;\n";
  EXPECT_EQ(load(many).diagnostics.size(), 100u) << "the place of each is found by counting lines";
}

}  // namespace
}  // namespace vkext::test
