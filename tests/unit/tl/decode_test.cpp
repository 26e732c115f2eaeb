// Bytes to Trees through plans: absolute bytes, the forms scripts get, hostile input with its fault, place and path.
#include "tl/decode.h"

#include "support/codec.h"

namespace vkext::test {
namespace {

using wire::Fault;

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
longKeyDictionaryField {t:Type} key:long value:t = LongKeyDictionaryField t;
longKeyDictionary#b424d8f1 {t:Type} %(Vector %(longKeyDictionaryField t)) = LongKeyDictionary t;
point#0000aa01 x:int y:int = Point;
node#0000aa02 f:# kids:f.0?%(Vector %Node) tail:f.1?int = Node;
circle#0000aa03 r:int = Shape;
nothing#0000aa05 = Shape;
_ {X:Type} value:X = Opt X;
none#0000aa06 {X:Type} = Opt X;
tree#0000aa07 children:(Vector Tree) = Tree;
masked#0000aa08 {m:#} int flag:m.0?true b:m.1?string = Masked m;
big#0000aa09 n:# xs:n*[true] = Big;
loop#0000aa0a next:Loop = Loop;
---functions---
g.int#00000001 = Int;
g.string#00000002 = String;
g.bool#00000003 = Bool;
g.node#00000004 = Node;
g.shape#00000005 = Shape;
g.opt#00000006 = Opt int;
g.dict#00000007 = Dictionary int;
g.longs#00000008 = LongKeyDictionary %(Vector int);
g.tree#00000009 = Tree;
g.points#0000000a = Vector %Point;
g.tuple#0000000b n:# = Tuple int n+1;
g.masked#0000000c m:# = Masked m;
g.maybe#0000000d = Maybe (Maybe Bool);
g.truths#0000000e = Vector true;
g.big#0000000f = Big;
g.any#00000010 {X:Type} query:!X = Vector (Maybe X);
g.true#00000011 = True;
g.double#00000012 = Double;
g.float#00000013 = Float;
g.bools#00000014 = Vector Bool;
g.loop#00000015 = Loop;
g.deep#00000016 x:%(Vector %(Vector int)) y:(Maybe Shape) = True;
)";

struct Decode : ::testing::Test {
  Codec codec{kSchema};
  Tree value(std::string_view query, std::string_view hex) {
    const Decoded d = codec.decode(query, hex);
    EXPECT_TRUE(d.clean()) << query << " fault " << static_cast<int>(d.fault) << " at " << d.offset << " " << d.path;
    return d.value;
  }
  void refused(std::string_view query, std::string_view hex, Fault fault, size_t offset, std::string_view path = "") {
    const Decoded d = codec.decode(query, hex);
    EXPECT_EQ(static_cast<int>(d.fault), static_cast<int>(fault)) << query << " " << hex;
    EXPECT_EQ(d.offset, offset) << query << " " << hex;
    EXPECT_EQ(d.path, path) << query << " " << hex;
  }
};

TEST_F(Decode, Values) {
  EXPECT_EQ(value("['g.int']", "da9b50a8 ffffffff"), php("-1"));
  EXPECT_EQ(value("['g.string']", "246e28b5 03616263"), php("'abc'"));
  EXPECT_EQ(value("['g.bool']", "b5757299"), php("true"));
  EXPECT_EQ(value("['g.double']", "54c11022 000000000000f83f"), php("1.5"));
  EXPECT_EQ(value("['g.float']", "22ab4d82 cdcccc3d"), php("0.10000000149011612"));
  EXPECT_EQ(value("['g.true']", "39d3ed3f"), php("[]"));
  EXPECT_EQ(value("['g.shape']", "03aa0000 05000000"), php("['r' => 5, '_' => 'circle']"));
  EXPECT_EQ(value("['g.shape']", "05aa0000"), php("['_' => 'nothing']"));
  EXPECT_EQ(value("['g.opt']", "05000000"), php("['value' => 5, '_' => '_']"));
  EXPECT_EQ(value("['g.opt']", "06aa0000"), php("['_' => 'none']"));
  EXPECT_EQ(value("['g.points']", "15c4b51c 01000000 01000000 02000000"), php("[['x' => 1, 'y' => 2]]"));
  EXPECT_EQ(value("['g.bools']", "15c4b51c 02000000 b5757299 379779bc"), php("[true, false]"));
  EXPECT_EQ(value("['g.node']", "02aa0000 01000000 01000000 02000000 07000000"),
            php("['f' => 1, 'kids' => [['f' => 2, 'tail' => 7]]]"));
  EXPECT_EQ(value("['g.node']", "02aa0000 fcffffff"), php("['f' => -4]"));
}

TEST_F(Decode, Dictionaries) {
  EXPECT_EQ(value("['g.dict']", "8f614c1f 03000000 01350000 01000000 00000000 02000000 022d3300 03000000"),
            php("[5 => 1, '' => 2, -3 => 3]"));
  // Duplicates: the last value, at the first place.
  EXPECT_EQ(value("['g.dict']", "8f614c1f 03000000 01610000 01000000 01620000 02000000 01610000 03000000"),
            php("['a' => 3, 'b' => 2]"));
  EXPECT_EQ(value("['g.longs']", "f1d824b4 01000000 feffffffffffffff 01000000 05000000"), php("[-2 => [5]]"));
  EXPECT_EQ(value("['g.dict']", "8f614c1f 00000000"), php("[]"));
  refused("['g.dict']", "8f614c1f 02000000 01610000 01000000 01620000", Fault::count, 8);
  refused("['g.dict']", "8f614c1f 01000000 0b616263 01000000", Fault::short_input, 8);
  refused("['g.longs']", "f1d824b4 01000000 0700000000000000 02000000 05000000", Fault::count, 20, "[7]");
}

TEST_F(Decode, NumbersOfTheQuery) {
  EXPECT_EQ(value("['g.tuple', 1]", "8a767097 05000000 06000000"), php("[5, 6]"));
  EXPECT_EQ(value("['g.masked', 3]", "08aa0000 05000000 01780000"), php("[2 => 5, 'flag' => [], 'b' => 'x']"));
  EXPECT_EQ(value("['g.masked', 0]", "08aa0000 05000000"), php("[2 => 5]"));
  // n + 1 wraps to 0: an empty tuple; a huge one does not fit in what is left.
  EXPECT_EQ(value("['g.tuple', -1]", "8a767097"), php("[]"));
  refused("['g.tuple', 2147483647]", "8a767097 00000000", Fault::count, 4);
}

TEST_F(Decode, Maybe) {
  EXPECT_EQ(value("['g.maybe']", "7b0a9327"), php("false"));
  EXPECT_EQ(value("['g.maybe']", "f88e9c3f 7b0a9327"), php("false"));
  EXPECT_EQ(value("['g.maybe']", "f88e9c3f f88e9c3f b5757299"), php("true"));
  refused("['g.maybe']", "f88e9c3f 00000000", Fault::magic, 8);
  codec.form = tl::TreeSink::Form::whole;
  EXPECT_EQ(value("['g.maybe']", "f88e9c3f 7b0a9327"),
            php("['_' => 'resultTrue', 'result' => ['_' => 'resultFalse']]"));
}

TEST_F(Decode, AnswersOfInnerQueries) {
  EXPECT_EQ(value("['g.any', 'query' => ['g.tuple', 0]]", "15c4b51c 02000000 f88e9c3f 8a767097 05000000 7b0a9327"),
            php("[[5], false]"));
  EXPECT_EQ(value("['g.any', 'query' => ['g.any', 'query' => ['g.int']]]",
                  "15c4b51c 01000000 f88e9c3f 15c4b51c 01000000 f88e9c3f da9b50a8 07000000"),
            php("[[7]]"));
}

TEST_F(Decode, HostileInput) {
  refused("['g.int']", "", Fault::short_input, 0);
  refused("['g.int']", "05000000", Fault::magic, 0);
  refused("['g.int']", "da9b50a8 0500", Fault::short_input, 4);
  refused("['g.bool']", "01000000", Fault::bad_bool, 4);
  refused("['g.shape']", "01020304", Fault::magic, 0);
  refused("['g.string']", "246e28b5 ff000000 00000000", Fault::string_form, 4);
  refused("['g.string']", "246e28b5 feffffff", Fault::short_input, 4);
  refused("['g.points']", "15c4b51c ffffffff", Fault::count, 8);
  refused("['g.points']", "15c4b51c 02000000 01000000 02000000 03000000", Fault::count, 8);
  refused("['g.node']", "02aa0000 01000000 02000000 00000000 02000000", Fault::short_input, 20, "kids[1].tail");
  EXPECT_EQ(codec.decode("['g.int']", "da9b50a8 05000000 00").left, 1u);
  // Loose strings are read, and counted.
  EXPECT_EQ(value("['g.string']", "246e28b5 fe010000 61000000"), php("'a'"));
  EXPECT_EQ(value("['g.string']", "246e28b5 01610102"), php("'a'"));
}

TEST_F(Decode, ElementsWithoutBytes) {
  EXPECT_EQ(value("['g.truths']", "15c4b51c 03000000"), php("[[], [], []]"));
  refused("['g.truths']",
          "15c4b51c 00001000"
          "00",
          Fault::none, 0);  // 2^20 of them, and one byte too many
  refused("['g.truths']", "15c4b51c 01001000", Fault::empty_elements, 8);
  refused("['g.big']", "09aa0000 ffffffff", Fault::empty_elements, 8, "xs");
  codec.decode_options.max_empty_elements = 2;
  refused("['g.truths']", "15c4b51c 03000000", Fault::empty_elements, 8);
}

TEST_F(Decode, DepthIsBounded) {
  std::string deep = "07aa0000 15c4b51c";
  for (int i = 0; i < 300; ++i) deep += "01000000 07aa0000 15c4b51c";
  deep += "00000000";
  EXPECT_EQ(codec.decode("['g.tree']", deep).fault, Fault::depth);
  codec.decode_options.max_depth = 1024;
  EXPECT_TRUE(codec.decode("['g.tree']", deep).clean());
  EXPECT_EQ(value("['g.tree']", "07aa0000 15c4b51c 02000000 07aa0000 15c4b51c 00000000 07aa0000 15c4b51c 00000000"),
            php("[[], []]"));
  // A type that never ends, and four bytes a level of it.
  std::string endless;
  for (int i = 0; i < 100'000; ++i) endless += "0aaa0000";
  EXPECT_EQ(codec.decode("['g.loop']", endless).fault, Fault::depth);
}

TEST_F(Decode, EveryPrefixIsRefused) {
  const std::pair<const char*, const char*> cases[] = {
      {"['g.node']", "02aa0000 03000000 02000000 00000000 02000000 07000000 09000000"},
      {"['g.dict']", "8f614c1f 02000000 01610000 01000000 01620000 02000000"},
      {"['g.any', 'query' => ['g.tuple', 1]]", "15c4b51c 02000000 f88e9c3f 8a767097 05000000 06000000 7b0a9327"},
      {"['g.masked', 3]", "08aa0000 05000000 04616263 64000000"},
  };
  for (const auto& [query, hex] : cases) {
    const std::string bytes = from_hex(hex);
    EXPECT_TRUE(codec.decode(query, hex).clean()) << query;
    for (size_t n = 0; n < bytes.size(); ++n) {
      EXPECT_FALSE(codec.decode_bytes(codec.encode(query).shape, bytes.substr(0, n)).clean()) << query << " " << n;
    }
  }
}

TEST_F(Decode, Queries) {
  codec.form = tl::TreeSink::Form::whole;
  std::vector<uint32_t> shape;
  const std::string nested = from_hex("10000000 10000000 0b000000 07000000");
  const Decoded d = codec.decode_query(nested, &shape);
  EXPECT_TRUE(d.clean());
  EXPECT_EQ(d.value, php("['_' => 'g.any', 'query' => ['_' => 'g.any', 'query' => ['_' => 'g.tuple', 'n' => 7]]]"));
  EXPECT_EQ(shape, codec.encode(d.value).shape);
  const std::string deep = from_hex("16000000 01000000 02000000 01000000 02000000 f88e9c3f 03aa0000 05000000");
  EXPECT_EQ(
      codec.decode_query(deep).value,
      php("['_' => 'g.deep', 'x' => [[1, 2]], 'y' => ['_' => 'resultTrue', 'result' => ['r' => 5, '_' => 'circle']]]"));
  for (size_t n = 0; n < deep.size(); ++n) EXPECT_FALSE(codec.decode_query(deep.substr(0, n)).clean()) << n;
  EXPECT_EQ(codec.decode_query(from_hex("efbeadde")).fault, Fault::magic);
  EXPECT_EQ(codec.decode_query(from_hex("10000000 efbeadde")).path, "g.any → query");
  std::string chain;
  for (int i = 0; i < 40; ++i) chain += "10000000";
  EXPECT_EQ(codec.decode_query(from_hex(chain)).fault, Fault::depth);
}

TEST_F(Decode, ABoxedFlatTypeAroundANumber) {
  const Codec codec("size#0a0b0c0d n:# = Size; ---functions--- f x:Size = Size;");
  EXPECT_EQ(codec.encode("['f',7]").bytes.substr(8), "0d0c0b0a07000000");
  EXPECT_EQ(codec.decode("['f',7]", "0d0c0b0a 07000000").value, php("7"));
  const Decoded query = codec.decode_query(from_hex(codec.encode("['f',7]").bytes));
  EXPECT_TRUE(query.clean());
  EXPECT_EQ(query.value, php("['_'=>'f','x'=>7]"));
}

}  // namespace
}  // namespace vkext::test
