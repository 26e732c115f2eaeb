// Trees to bytes through plans: absolute bytes, look-up rules, errors with their paths, bounds.
//
// The bytes of every built-in form are proven by vectors_test.cpp when the vectors are there; the ones here stand
// alone.
#include "tl/encode.h"

#include "support/codec.h"

namespace vkext::test {
namespace {

constexpr char kSchema[] = R"(
boolFalse#bc799737 = Bool;
boolTrue#997275b5 = Bool;
true#3fedd339 = True;
vector#1cb5c415 {t:Type} # [ t ] = Vector t;
tuple#9770768a {t:Type} {n:#} [ t ] = Tuple t n;
resultFalse#27930a7b {t:Type} = Maybe t;
resultTrue#3f9c8ef8 {t:Type} result:t = Maybe t;
dictionaryField {t:Type} key:string value:t = DictionaryField t;
dictionary#1f4c618f {t:Type} %(Vector %(DictionaryField t)) = Dictionary t;
intKeyDictionaryField {t:Type} key:int value:t = IntKeyDictionaryField t;
intKeyDictionary#07bafc42 {t:Type} %(Vector %(intKeyDictionaryField t)) = IntKeyDictionary t;
longKeyDictionaryField {t:Type} key:long value:t = LongKeyDictionaryField t;
longKeyDictionary#b424d8f1 {t:Type} %(Vector %(longKeyDictionaryField t)) = LongKeyDictionary t;
point#0000aa01 x:int y:int = Point;
node#0000aa02 f:# kids:f.0?%(Vector %Node) tail:f.1?int = Node;
circle#0000aa03 r:int = Shape;
square#0000aa04 a:int b:string = Shape;
nothing#0000aa05 = Shape;
_ {X:Type} value:X = Opt X;
none#0000aa06 {X:Type} = Opt X;
chain#0000aa07 next:(Maybe Chain) = Chain;
wrap#0000aa08 value:long = Wrap;
sized#0000aa09 {n:#} items:n*[int] = Sized n;
---functions---
f.int#00000001 x:int = Int;
f.long#00000002 x:long = Long;
f.double#00000003 x:double = Double;
f.float#00000004 x:float = Float;
f.string#00000005 x:string = String;
f.bool#00000006 x:Bool = Bool;
f.node#00000007 x:%Node = Node;
f.shape#00000008 x:Shape = Shape;
f.opt#00000009 x:(Opt int) = Opt int;
f.dict#0000000a x:%(Dictionary int) y:%(IntKeyDictionary int) z:%(LongKeyDictionary int) = True;
f.chain#0000000b x:Chain = Chain;
f.points#0000000c x:%(Vector %Point) = Vector %Point;
f.any#0000000d {X:Type} query:!X = Vector X;
f.two#0000000e {X:Type} {Y:Type} a:!X b:!Y = Vector Y;
f.tuple#0000000f n:# x:%(Tuple %Point n) = Tuple %Point n;
f.sized#00000010 n:# x:%(Sized n+1) = Sized n+1;
f.bits#00000011 m:# a:m.0?true b:m.1?True c:m.2?int = True;
f.empty#00000012 x:%(Vector true) = Vector true;
f.wrap#00000013 x:wrap y:Wrap = Wrap;
f.maybe#00000014 x:(Maybe (Maybe int)) = Maybe int;
f.items#00000015 x:2*[a:int string] = True;
@internal f.hidden#00000016 = True;
f.span#00000017 first:int firsts:int = True;
)";

struct Encode : ::testing::Test {
  Codec codec{kSchema};
  std::string bytes(std::string_view literal) {
    const Encoded e = codec.encode(literal);
    EXPECT_EQ(e.code, 0) << literal << ": " << e.path << ": " << e.error;
    return e.bytes.substr(e.bytes.size() < 8 ? e.bytes.size() : 8);
  }
  Encoded error(std::string_view literal) {
    const Encoded e = codec.encode(literal);
    EXPECT_NE(e.code, 0) << literal << ": " << e.bytes;
    return e;
  }
};

TEST_F(Encode, Scalars) {
  EXPECT_EQ(bytes("['f.int', 5]"), "05000000");
  EXPECT_EQ(bytes("['f.int', -1]"), "ffffffff");
  EXPECT_EQ(bytes("['f.int', 4294967296]"), "00000000");
  EXPECT_EQ(bytes("['f.int', 1e20]"), "00000000");
  EXPECT_EQ(bytes("['f.int', '12abc']"), "0c000000");
  EXPECT_EQ(bytes("['f.long', '99999999999999999999']"), "ffff0f632d5ec76b");
  EXPECT_EQ(bytes("['f.long', 1e20]"), "0000000000000080");
  EXPECT_EQ(bytes("['f.double', -0.0]"), "0000000000000080");
  EXPECT_EQ(bytes("['f.double', '1,5']"), "000000000000f03f");
  EXPECT_EQ(bytes("['f.float', 1.0E+300]"), "0000807f");
  EXPECT_EQ(bytes("['f.string', 'abcd']"), "0461626364000000");
  EXPECT_EQ(bytes("['f.string', 1.5]"), "03312e35");
  EXPECT_EQ(bytes("['f.string', true]"), "01310000");
  EXPECT_EQ(bytes("['f.string', str_repeat('x',254)]").substr(0, 16), "fefe000078787878");
  EXPECT_EQ(bytes("['f.bool', '0']"), "379779bc");
  EXPECT_EQ(bytes("['f.bool', 'false']"), "b5757299");
  EXPECT_EQ(codec.encode("['f.int', null]").warnings.size(), 1u);
}

TEST_F(Encode, Overflow) {
  codec.encode_options.fail_on_int32_overflow = true;
  EXPECT_EQ(bytes("['f.int', 4294967295]"), "ffffffff");
  EXPECT_EQ(error("['f.int', 4294967296]").code, codes::kWrongValue);
  EXPECT_EQ(error("['f.int', -2147483649]").path, "f.int → x");
}

TEST_F(Encode, FunctionsByNameAndMagic) {
  EXPECT_EQ(codec.encode("['_' => 'f.int', 'x' => 1]").bytes, "0100000001000000");
  EXPECT_EQ(codec.encode("['_' => 1, 'x' => 1]").bytes, "0100000001000000");
  EXPECT_EQ(error("['_' => 'f.nope']").code, codes::kUnknownConstructor);
  EXPECT_EQ(error("['x' => 1]").code, codes::kNoConstructor);
  EXPECT_EQ(error("5").code, codes::kNoConstructor);
  EXPECT_EQ(error("['f.hidden']").code, codes::kUnknownConstructor);
  codec.encode_options.allow_internal = true;
  EXPECT_EQ(codec.encode("['f.hidden']").bytes, "16000000");
}

// Masks of another level must never be read: every record has a frame of its own.
TEST_F(Encode, FramesOfRecursiveRecords) {
  EXPECT_EQ(bytes("['f.node', ['f' => 1, 'kids' => [['f' => 2, 'tail' => 7], ['f' => 0]]]]"),
            "01000000"
            "02000000"
            "02000000"
            "07000000"
            "00000000");
  EXPECT_EQ(bytes("['f.node', ['f' => 3, 'kids' => [['f' => 0]], 'tail' => 9]]"),
            "03000000"
            "01000000"
            "00000000"
            "09000000");
  const Encoded e = error("['f.node', ['f' => 1, 'kids' => [['f' => 0], ['f' => 2]]]]");
  EXPECT_EQ(e.code, codes::kNoField);
  EXPECT_EQ(e.path, "f.node → x.kids[1].tail");
  EXPECT_EQ(e.error, "Field tail not found");
}

// What the key may be that was to be a field's name.
TEST_F(Encode, KeysNearAMissingField) {
  const auto said = [this](const std::string& fields) { return error("['f.node', [" + fields + "]]").error; };
  EXPECT_EQ(said("'f' => 2, 'tial' => 7"), "Field tail not found: is the key \"tial\" meant for it?");
  EXPECT_EQ(said("'f' => 2, 'Tail' => 7"), "Field tail not found: is the key \"Tail\" meant for it?");
  EXPECT_EQ(said("'f' => 2, 'tai' => 1, 'TAIL' => 7"), "Field tail not found: is the key \"TAIL\" meant for it?");
  EXPECT_EQ(said("'f' => 2, 'nothing' => 7, 9 => 4"), "Field tail not found");
  EXPECT_EQ(said("'f' => 2, 'ta\x01l' => 7"), "Field tail not found");
  EXPECT_EQ(said("'f' => 2, 'ta\xefl' => 7"), "Field tail not found");
  // Only the first of very many are looked at.
  std::string many = "'f' => 2";
  for (int i = 1; i < 63; ++i) many += ", 'key" + std::to_string(i) + "' => 0";
  EXPECT_EQ(said(many + ", 'tial' => 7"), "Field tail not found: is the key \"tial\" meant for it?");
  EXPECT_EQ(said(many + ", 'last' => 0, 'tial' => 7"), "Field tail not found");
  // A key that is a field is no other's.
  EXPECT_EQ(error("['f.span', 'firsts' => 2]").error, "Field first not found");
  EXPECT_EQ(error("['f.span', 'firsts' => 2, 'Firts' => 1]").error,
            "Field first not found: is the key \"Firts\" meant for it?");
  EXPECT_EQ(error("['f.bits', 'm' => 2]").error, "Field b not found");
}

TEST_F(Encode, Unions) {
  EXPECT_EQ(bytes("['f.shape', ['circle', 5]]"), "03aa000005000000");
  EXPECT_EQ(bytes("['f.shape', ['b' => 'x', '_' => 'square', 'a' => 1]]"), "04aa00000100000001780000");
  EXPECT_EQ(error("['f.shape', ['_' => 'oval']]").error, "Unknown constructor oval for type Shape");
  EXPECT_EQ(error("['f.shape', ['_' => 'squrae']]").error,
            "Unknown constructor squrae for type Shape, did you mean square?");
  const Encoded guessed = codec.encode("['f.shape', ['r' => 5]]");
  EXPECT_EQ(guessed.bytes, "0800000003aa000005000000");
  EXPECT_EQ(guessed.warnings.size(), 1u);
  EXPECT_EQ(codec.encode("['f.shape', null]").bytes, "0800000005aa0000");
  // The default constructor has no magic.
  EXPECT_EQ(bytes("['f.opt', ['_' => '_', 'value' => 5]]"), "05000000");
  EXPECT_EQ(bytes("['f.opt', ['none']]"), "06aa0000");
}

TEST_F(Encode, Maybe) {
  EXPECT_EQ(bytes("['f.maybe', ['_' => 'resultFalse']]"), "7b0a9327");
  EXPECT_EQ(bytes("['f.maybe', ['resultTrue', ['_' => 'resultTrue', 'result' => 5]]]"), "f88e9c3ff88e9c3f05000000");
  EXPECT_EQ(bytes("['f.maybe', ['_' => 'resultTrue', 2 => ['resultFalse']]]"), "f88e9c3f7b0a9327");
  EXPECT_EQ(error("['f.maybe', ['_' => 'resultTrue']]").code, codes::kNoField);
  EXPECT_EQ(error("['f.maybe', ['q']]").code, codes::kUnknownConstructor);
  EXPECT_EQ(codec.encode("['f.maybe', null]").bytes, "140000007b0a9327");
}

TEST_F(Encode, Dictionaries) {
  EXPECT_EQ(bytes("['f.dict', [-3 => 1, '' => 2], [5000000000 => 1], [-2 => 3]]"),
            "02000000"
            "022d3300"
            "01000000"
            "00000000"
            "02000000"
            "01000000"
            "00f2052a"
            "01000000"
            "01000000"
            "feffffffffffffff"
            "03000000");
  const Encoded e = error("['f.dict', [], ['k' => 1], []]");
  EXPECT_EQ(e.code, codes::kWrongType);
  EXPECT_EQ(e.path, "f.dict → y[\"k\"]");
  EXPECT_EQ(error("['f.dict', 5, [], []]").error, "Can't store not array as dictionary: got int");
}

TEST_F(Encode, Lists) {
  EXPECT_EQ(bytes("['f.points', [1 => [1 => 3, 2 => 4], 0 => ['x' => 1, 'y' => 2]]]"),
            "02000000"
            "01000000"
            "02000000"
            "03000000"
            "04000000");
  EXPECT_EQ(error("['f.points', [1 => ['x' => 1, 'y' => 2]]]").error, "No element #0 in array");
  EXPECT_EQ(error("['f.points', ['x' => 1]]").code, codes::kWrongArraySize);
  EXPECT_EQ(error("['f.points', 'text']").code, codes::kWrongType);
  EXPECT_EQ(error("['f.points', [['x' => 1, 'y' => 2], 7]]").path, "f.points → x[1]");
  EXPECT_EQ(bytes("['f.tuple', 1, [['x' => 1, 'y' => 2], 'surplus']]"),
            "01000000"
            "01000000"
            "02000000");
  EXPECT_EQ(error("['f.tuple', 2, [['x' => 1, 'y' => 2]]]").code, codes::kWrongArraySize);
  EXPECT_EQ(error("['f.tuple', -1, []]").code, codes::kConstruction);
  EXPECT_EQ(bytes("['f.sized', 1, [5, 6]]"),
            "01000000"
            "05000000"
            "06000000");
  EXPECT_EQ(bytes("['f.items', [[1, 'a'], ['a' => 2, 1 => 'b']]]"),
            "01000000"
            "01610000"
            "02000000"
            "01620000");
}

TEST_F(Encode, Masks) {
  EXPECT_EQ(bytes("['f.bits', 'm' => 1]"), "01000000");  // a bit needs no key
  EXPECT_EQ(bytes("['f.bits', 'm' => 6, 'b' => 1, 'c' => 5]"),
            "06000000"
            "39d3ed3f"
            "05000000");
  EXPECT_EQ(error("['f.bits', 'm' => 2]").error, "Field b not found");
  EXPECT_EQ(bytes("['f.bits', 'm' => 8, 'c' => 5]"), "08000000");  // bits without a field
}

TEST_F(Encode, FlatTypes) {
  EXPECT_EQ(bytes("['f.wrap', 5, 6]"),
            "0500000000000000"
            "08aa0000"
            "0600000000000000");
}

TEST_F(Encode, QueriesInQueries) {
  const Encoded e = codec.encode(
      "['f.two', 'a' => ['f.tuple', 2, [[1=>1, 2=>2], [1=>3, 2=>4]]], 'b' => ['f.any', 'query' => ['f.int', 5]]]");
  EXPECT_EQ(e.bytes,
            "0e000000"
            "0f000000"
            "02000000"
            "01000000"
            "02000000"
            "03000000"
            "04000000"
            "0d000000"
            "01000000"
            "05000000");
  // Preorder: f.two, f.tuple with its n, f.any, f.int.
  ASSERT_EQ(e.shape.size(), 5u);
  EXPECT_EQ(e.shape[2], 2u);
  const Encoded bad = error("['f.any', 'query' => ['f.any', 'query' => ['f.int']]]");
  EXPECT_EQ(bad.path, "f.any → query: f.any → query: f.int → x");
  EXPECT_EQ(bad.context.back(), "f.any");
}

TEST_F(Encode, BoundedDepth) {
  Tree chain = php("['_' => 'resultFalse']");
  for (int i = 0; i < 300; ++i) {
    Tree some = Tree::map();
    some.set("_", Tree::text("resultTrue")).set("result", std::move(chain));
    chain = std::move(some);
  }
  Tree query = Tree::map();
  query.set("_", Tree::text("f.chain")).set("x", std::move(chain));  // flat: no array around it
  EXPECT_EQ(codec.encode(query).error, "nested too deep");
  codec.encode_options.max_depth = 1024;
  EXPECT_EQ(codec.encode(query).code, 0);
  Tree nested = php("['f.int', 1]");
  for (int i = 0; i < 40; ++i) {
    Tree outer = Tree::map();
    outer.set("_", Tree::text("f.any")).set("query", std::move(nested));
    nested = std::move(outer);
  }
  EXPECT_EQ(codec.encode(nested).error, "too many queries in queries");
}

TEST_F(Encode, Answers) {
  EXPECT_EQ(codec.answer(php("['f.int', 1]"), php("7")).bytes, "da9b50a807000000");
  EXPECT_EQ(
      codec.answer(php("['f.any', 'query' => ['f.tuple', 1, [[1=>1, 2=>2]]]]"), php("[[['x' => 8, 'y' => 9]]]")).bytes,
      "15c4b51c"
      "01000000"
      "8a767097"
      "08000000"
      "09000000");
  EXPECT_EQ(codec.answer(php("['f.two', 'a' => ['f.int', 1], 'b' => ['f.shape', ['nothing']]]"), php("[['circle', 3]]"))
                .bytes,
            "15c4b51c"
            "01000000"
            "03aa0000"
            "03000000");
  EXPECT_EQ(codec.answer(php("['f.sized', 0, [1]]"), php("[1]")).bytes,
            "09aa0000"
            "01000000");
  EXPECT_NE(codec.answer(php("['f.sized', 1, [1, 2]]"), php("[1]")).code, 0);
}

}  // namespace
}  // namespace vkext::test
