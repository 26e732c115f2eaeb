// Golden texts of plans: what the compiler made of each construct, readable.
#include "support/codec.h"

namespace vkext::test {
namespace {

constexpr char kSchema[] = R"(
true#3fedd339 = True;
vector#1cb5c415 {t:Type} # [ t ] = Vector t;
tuple#9770768a {t:Type} {n:#} [ t ] = Tuple t n;
resultFalse#27930a7b {t:Type} = Maybe t;
resultTrue#3f9c8ef8 {t:Type} result:t = Maybe t;
pair#0000bb01 {X:Type} {Y:Type} a:X b:Y = Pair X Y;
item#0000bb02 {m:#} id:int name:m.0?string on:m.1?true = Item m;
left#0000bb03 {t:Type} value:t = Either t;
right#0000bb04 {t:Type} = Either t;
node#0000bb05 name:string kids:%(Vector %Node) = Node;
tree#0000bb06 children:(Vector Tree) = Tree;
table#0000bb07 n:# rows:n*[k:string v:(n+1)*[int]] = Table;
---functions---
@read p.items#00000001 m:# limit:int = Vector %(Item m);
p.pairs#00000002 x:%(Pair int (Maybe Long)) y:%(Pair int (Maybe Long)) = Either %(Pair int (Maybe Long));
p.node#00000003 = Node;
p.tree#00000004 = Tree;
p.table#00000005 = Table;
p.any#00000006 {X:Type} query:!X = Vector (Maybe X);
@internal @write p.tuple#00000007 n:# = Tuple int n+1;
)";

std::string dump(const char* name) {
  static const Codec codec{kSchema};
  const uint32_t f = codec.set().find_function(name);
  EXPECT_NE(f, tl::kNone);
  return f == tl::kNone ? "" : tl::dump_function(codec.set(), f);
}

TEST(PlanDump, NumbersGoIntoFrames) {
  EXPECT_EQ(dump("p.items"), R"(function p.items#00000001 read, 1 number, at least 8 bytes
  1 m: # -> r0
  2 limit: int
  = #1cb5c415 vector [P1(r0)]
P1 item#0000bb02 of Item, 1 number (1 passed), at least 4 bytes
  2 id: int
  3 name: string if r0.0
  4 on: bit if r0.1
)");
}

TEST(PlanDump, OnePlanForEqualTypes) {
  EXPECT_EQ(dump("p.pairs"), R"(function p.pairs#00000002, at least 16 bytes
  1 x: P1
  2 y: P1
  = U1
U1 Either, one of
  #0000bb03 P2 left
  #0000bb04 P3 right
P1 pair#0000bb01 of Pair, at least 8 bytes
  3 a: int
  4 b: maybe [#22076cba long]
P2 left#0000bb03 of Either, at least 8 bytes
  2 value: P1
P3 right#0000bb04 of Either, at least 0 bytes
)");
}

TEST(PlanDump, Recursion) {
  EXPECT_EQ(dump("p.node"), R"(function p.node#00000003, at least 0 bytes
  = #0000bb05 P1
P1 node#0000bb05 of Node, at least 8 bytes
  1 name: string
  2 kids: vector [P1]
)");
  EXPECT_EQ(dump("p.tree"), R"(function p.tree#00000004, at least 0 bytes
  = #0000bb06 #1cb5c415 vector [#0000bb06 #1cb5c415 vector [#0000bb06 itself]]
)");
}

TEST(PlanDump, Repetitions) {
  EXPECT_EQ(dump("p.table"), R"(function p.table#00000005, at least 0 bytes
  = #0000bb07 P1
P1 table#0000bb07 of Table, 1 number, at least 4 bytes
  1 n: # -> r0
  2 rows: r0* [P2(r0)]
P2 table, element of argument 2, 1 number (1 passed), at least 4 bytes
  1 k: string
  2 v: r0+1* [int]
)");
}

TEST(PlanDump, QueriesAndFlags) {
  EXPECT_EQ(dump("p.any"), R"(function p.any#00000006, at least 0 bytes
  2 query: query !0
  = #1cb5c415 vector [maybe [answer of !0]]
)");
  EXPECT_EQ(dump("p.tuple"), R"(function p.tuple#00000007 write internal, 1 number, at least 4 bytes
  1 n: # -> r0
  = #9770768a r0+1 of [int]
)");
}

// A flat type has no frame: the constant it is applied to must lie in a register of the element's own frame.
TEST(PlanDump, ConstantMaskOfAnElement) {
  const Codec codec("flags {m:#} 2*[a:m.0?int b:m.1?int] = Flags m; ---functions--- f x:(flags 2) = Flags 1;");
  EXPECT_EQ(codec.encode("['_'=>'f','x'=>[['b'=>5],['b'=>6]]]").bytes.substr(8), "0500000006000000");
  EXPECT_EQ(tl::dump_function(codec.set(), 0).find("unsupported"), std::string::npos);
}

// The element of a flat type may hold the flat type: one plan for all levels.
TEST(PlanDump, FlatTypeInItsOwnElement) {
  const Codec codec(
      "vector#1cb5c415 {t:Type} # [t] = Vector t;"
      "tree {n:#} 1*[id:int x:n.0?int kids:%(Vector (tree n))] = Tree n;"
      "---functions--- f m:# x:(tree m) = Tree 1;");
  EXPECT_EQ(codec.encode("['f',0,[['id'=>1,'kids'=>[[['id'=>2,'kids'=>[]]]]]]]").bytes.substr(8),
            "00000000"
            "01000000"
            "01000000"
            "02000000"
            "00000000");
  EXPECT_EQ(codec.set().plans.size(), 2u);  // the function, the element
}

// What no argument says can neither be stored nor fetched, and spoils nothing else of the schema.
TEST(PlanDump, VariablesThatNothingBinds) {
  const Codec codec(
      "vector#1cb5c415 {t:Type} # [t] = Vector t; p {t:Type} x:t = P (Vector t); u x:(P (Vector int)) = U;"
      "---functions--- f {t:Type} x:int = Vector t; g = U;");
  EXPECT_EQ(codec.encode("['f',2=>5]").bytes.substr(8), "05000000");
  EXPECT_EQ(codec.decode("['f',2=>5]", "15c4b51c 01000000 05000000").fault, wire::Fault::unsupported);
  EXPECT_EQ(codec.decode("['f',2=>5]", "15c4b51c 00000000").value, php("[]"));
}

}  // namespace
}  // namespace vkext::test
