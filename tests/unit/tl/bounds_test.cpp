// Every bound of the codec and of the plan compiler, from both sides: depth, nesting of queries, counts, registers,
// long names, containers of the wrong kind, and what a sink may refuse.
#include "support/codec.h"

namespace vkext::test {
namespace {

constexpr char kSchema[] = R"(
boolFalse#bc799737 = Bool; boolTrue#997275b5 = Bool; true#3fedd339 = True; object ? = Object;
vector#1cb5c415 {t:Type} # [ t ] = Vector t; tuple#9770768a {t:Type} {n:#} [ t ] = Tuple t n;
resultFalse#27930a7b {t:Type} = Maybe t; resultTrue#3f9c8ef8 {t:Type} result:t = Maybe t;
dictionaryField {t:Type} key:string value:t = DictionaryField t;
dictionary#1f4c618f {t:Type} %(Vector %(DictionaryField t)) = Dictionary t;
intKeyDictionaryField {t:Type} key:int value:t = IntKeyDictionaryField t;
intKeyDictionary#07bafc42 {t:Type} %(Vector %(intKeyDictionaryField t)) = IntKeyDictionary t;
longKeyDictionaryField {t:Type} key:long value:t = LongKeyDictionaryField t;
longKeyDictionary#b424d8f1 {t:Type} %(Vector %(longKeyDictionaryField t)) = LongKeyDictionary t;
node#0000ab01 id:int rest:(Maybe Node) = Node;
tree#0000ab02 (Vector Tree) = Tree;
odd#0000ab03 int x:string = Odd;
one#0000ab04 x:U = U; two#0000ab05 = U;
masked#0000ab06 f:# x:f.0?int = Masked;
sized#0000ab07 {n:#} id:int x:n*[int] = Sized n;
list#0000ab08 n:# lines:n*[a:int b:(Vector int)] = List;
flag#0000ab09 {n:#} x:n.0?int y:int = Flag n+1;
---functions---
g.node#00000001 x:Node = Node;
g.tree#00000002 x:Tree = Tree;
g.odd#00000003 x:Odd = Odd;
g.u#00000004 x:U = U;
g.any#00000005 {X:Type} q:!X = Vector (Maybe X);
g.lists#00000006 a:(Vector (Vector int)) b:(Dictionary (Vector int)) c:(Tuple (Vector int) 2) = Vector (Vector int);
g.keys#00000007 a:(IntKeyDictionary int) b:(LongKeyDictionary int) = LongKeyDictionary int;
g.object#00000008 x:Object = Object;
g.masked#00000009 x:(Vector Masked) = Vector Masked;
g.sized#0000000a n:# x:(Sized n) = Sized n;
g.list#0000000b x:List = List;
g.flag#0000000c n:# x:(Flag n) = Flag n;
g.maybe#0000000d x:(Maybe (Vector int)) = Maybe (Maybe int);
g.text#0000000e x:string = String;
g.dict#0000000f x:int = Dictionary int;
)";

struct Bounds : ::testing::Test {
  Codec codec{kSchema};

  // A chain of `depth` nodes.
  static Tree chain(int depth) {
    Tree t = php("['id'=>0,'rest'=>['_'=>'resultFalse']]");
    for (int i = 1; i < depth; ++i) {
      Tree outer = Tree::map(), maybe = Tree::map();
      maybe.set("_", Tree::text("resultTrue")).set("result", std::move(t));
      outer.set("id", Tree::integer(i)).set("rest", std::move(maybe));
      t = std::move(outer);
    }
    return Tree::list({Tree::text("g.node"), std::move(t)});
  }
  // Encodes with every depth from 0 up: fails until it fits, always with the same words, and never after that.
  int least_depth(const Tree& query, int limit) {
    int least = -1;
    for (int depth = 0; depth <= limit; ++depth) {
      codec.encode_options.max_depth = depth;
      const Encoded e = codec.encode(query);
      if (e.code) {
        EXPECT_EQ(e.error, "nested too deep") << depth;
        EXPECT_EQ(least, -1) << depth;
      } else if (least < 0) {
        least = depth;
      }
    }
    codec.encode_options.max_depth = limits::kDepthDefault;
    EXPECT_GE(least, 0);
    return least;
  }
};

TEST_F(Bounds, DepthOfEverythingThatNests) {
  const int two = least_depth(chain(2), 20);
  EXPECT_EQ(least_depth(chain(5), 30) - two, 6);  // a node and its Maybe each
  for (const char* query :
       {"['g.tree',[[],[[]]]]", "['g.u',['_'=>'one','x'=>['_'=>'two']]]", "['g.any',2=>['g.any',2=>['g.text','a']]]",
        "['g.lists',[[1],[2]],['k'=>[3]],[[4],[5]]]", "['g.keys',[1=>2],[3=>4]]", "['g.masked',[['f'=>1,'x'=>5]]]",
        "['g.list',['n'=>1,'lines'=>[['a'=>1,'b'=>[2]]]]]", "['g.sized',2,['id'=>1,'x'=>[1,2]]]",
        "['g.maybe',['_'=>'resultTrue','result'=>[1]]]"}) {
    SCOPED_TRACE(query);
    const int least = least_depth(php(query), 20);
    // The same bytes as a query that is read: refused until they fit.
    const std::string bytes = from_hex(codec.encode(query).bytes);
    int least_read = -1;
    for (int depth = 0; depth <= 20; ++depth) {
      codec.decode_options.max_depth = depth;
      const Decoded d = codec.decode_query(bytes);
      if (d.clean() && least_read < 0) least_read = depth;
      if (!d.clean()) {
        EXPECT_EQ(static_cast<int>(d.fault), static_cast<int>(wire::Fault::depth)) << depth;
      }
      EXPECT_EQ(d.clean(), least_read >= 0);
    }
    codec.decode_options.max_depth = limits::kDepthDefault;
    EXPECT_GT(least, 0);
    EXPECT_GT(least_read, 0);
  }
}

TEST_F(Bounds, QueriesInQueries) {
  Tree query = php("['g.text','a']");
  std::string bytes = from_hex("0e000000 01610000");
  for (int i = 1; i <= limits::kQueryNestingMax + 1; ++i) {
    const Encoded e = codec.encode(query);
    EXPECT_EQ(e.code == 0, i <= limits::kQueryNestingMax) << i;
    EXPECT_EQ(codec.decode_query(bytes).clean(), i <= limits::kQueryNestingMax) << i;
    Tree outer = Tree::map();
    outer.set("_", Tree::text("g.any")).set("q", std::move(query));
    query = std::move(outer);
    bytes = from_hex("05000000") + bytes;
  }
}

TEST_F(Bounds, WhatIsNoContainer) {
  const auto error = [this](const char* query) {
    const Encoded e = codec.encode(query);
    EXPECT_NE(e.code, 0) << query;
    return e.path + ": " + e.error;
  };
  EXPECT_EQ(error("['g.odd',5]"), "g.odd → x: Field 1 not found: expected an array, got int");
  EXPECT_EQ(error("['g.node',null]"), "g.node → x: Field id not found: expected an array, got null");
  EXPECT_EQ(error("['g.tree',5]"), "g.tree → x: Can't store not array as vector: got int");
  EXPECT_EQ(error("['g.lists',[[1],2.5],[],[]]"), "g.lists → a[1]: Can't store not array as vector: got float");
  EXPECT_EQ(error("['g.lists',[],['k'=>'x'],[]]"), "g.lists → b[\"k\"]: Can't store not array as vector: got string");
  EXPECT_EQ(error("['g.lists',[],[5=>'x'],[]]"), "g.lists → b[5]: Can't store not array as vector: got string");
  EXPECT_EQ(error("['g.lists',[],3,[]]"), "g.lists → b: Can't store not array as dictionary: got int");
  EXPECT_EQ(error("['g.lists',[],[],true]"), "g.lists → c: No element #0 in array: expected an array of 2, got bool");
  EXPECT_EQ(error("['g.lists',[],[],[[1]]]"), "g.lists → c: No element #1 in array");
  EXPECT_EQ(error("['g.keys',['x'=>1],[]]"), "g.keys → a[\"x\"]: a string key in a dictionary of int keys");
  EXPECT_EQ(error("['g.keys',[],['x'=>1]]"), "g.keys → b[\"x\"]: a string key in a dictionary of long keys");
  EXPECT_EQ(error("['g.object',1]"), "g.object → x: a value of this type cannot be stored");
  EXPECT_EQ(error("['g.u',['_'=>'one']]"), "g.u → x.x: Field x not found");
  EXPECT_EQ(error("['g.u',['_'=>'three']]"), "g.u → x: Unknown constructor three for type U");
  EXPECT_EQ(error("['g.maybe',['_'=>'resultTrue']]"), "g.maybe → x: Field result not found");
  EXPECT_EQ(error("['g.maybe',['_'=>'other']]"), "g.maybe → x: Unknown constructor other for type Maybe");
  EXPECT_EQ(error("['g.maybe',['_'=>[]]]").substr(0, 13), "g.maybe → x");
  EXPECT_EQ(error("[1.5]"), ": Can't store function with no name");
  EXPECT_EQ(error("[]"), ": Can't store function with no name");
  const std::string name(300, 'n');
  EXPECT_EQ(codec.encode(Tree::list({Tree::text(name)})).error, "Function " + name.substr(0, 80) + " not found");
}

TEST_F(Bounds, Numbers) {
  // A count below zero stores nothing in a repetition, and is an error in a Tuple.
  EXPECT_EQ(codec.encode("['g.sized',-1,['id'=>1,'x'=>[1]]]").bytes, "0a000000ffffffff07ab000001000000");
  const Codec tuples(
      "tuple#9770768a {t:Type} {n:#} [ t ] = Tuple t n; ---functions--- f#00000001 n:# x:(Tuple int n) = Int;");
  EXPECT_EQ(tuples.encode("['f',-1,[]]").error, "Fail to store Tuple[tuple]: -1 elements");
  EXPECT_EQ(tuples.encode("['f',0,[]]").bytes,
            "0100000000000000"
            "8a767097");
  // A mask that no register holds as it is.
  EXPECT_EQ(codec.encode("['g.flag',1,['x'=>1,'y'=>2]]").error, "a value of this type cannot be stored");
  const Encoded small = codec.encode("['g.any',2=>['g.nothing']]");
  EXPECT_EQ(small.path, "g.any → q");
}

TEST_F(Bounds, AnswersThatAreCut) {
  const auto fault = [this](const char* query, const char* hex) {
    const Decoded d = codec.decode(query, hex);
    EXPECT_FALSE(d.clean());
    return d.path;
  };
  EXPECT_EQ(fault("['g.dict',1]", "8f614c1f 02000000 01610000 05000000 0562636465660000"), "[\"bcdef\"]");
  EXPECT_EQ(fault("['g.keys',[],[]]", "f1d824b4 01000000 0100000000000000"), "");
  EXPECT_EQ(fault("['g.lists',[],[],[[],[]]]", "15c4b51c 01000000 15c4b51c 01000000"), "[0]");
  EXPECT_EQ(fault("['g.odd',[1=>1,2=>'a']]", "03ab0000 05000000"), "x");
  EXPECT_EQ(fault("['g.odd',[1=>1,2=>'a']]", "03ab0000"), "[1]");
  EXPECT_EQ(fault("['g.list',['n'=>0,'lines'=>[]]]", "08ab0000 01000000 05000000 15c4b51c 01000000"), "lines[0].b");
  EXPECT_EQ(fault("['g.text','a']", "246e28b5 05616263"), "");
  EXPECT_EQ(fault("['g.u',['_'=>'two']]", "05ab00"), "");
  EXPECT_EQ(fault("['g.maybe',['_'=>'resultFalse']]", "f88e9c3f 00000000"), "");
  // An answer never holds a query.
  EXPECT_EQ(static_cast<int>(codec.decode_query(from_hex("05000000 99000000")).fault),
            static_cast<int>(wire::Fault::magic));
  EXPECT_EQ(static_cast<int>(codec.decode_query(from_hex("05000000 0e")).fault),
            static_cast<int>(wire::Fault::short_input));
}

// A path that is too long loses its inner part.
TEST(PathText, LongPaths) {
  tl::Path path;
  path.prepend_field("inner");
  for (int i = 0; i != 100; ++i) path.prepend_field("field" + std::to_string(i));
  path.prepend_key(std::string(100, 'k'));
  path.prepend_key(int64_t{-5});
  path.prepend_index(7);
  path.prepend_field(std::string(300, 'x'));
  path.prepend_function(std::string(500, 'f'));
  const std::string text(path.text());
  EXPECT_LE(text.size(), 600u);
  EXPECT_EQ(text.find("inner"), std::string::npos);
  EXPECT_EQ(text.compare(0, 200, std::string(200, 'f')), 0);
  path.clear();
  EXPECT_TRUE(path.empty());
  EXPECT_EQ(path.text(), "");
  path.prepend_function("g");
  EXPECT_EQ(path.text(), "g");
}

std::string refused(const std::string& text) {
  tl::Schema schema;
  tl::Diagnostics diagnostics;
  EXPECT_TRUE(tl::load_text({{"a.tl", text}}, schema, diagnostics)) << text.substr(0, 300);
  const auto set = tl::PlanSet::compile(std::move(schema));
  return set.ok() ? "" : set.error().text;
}

TEST(PlanBounds, WhatExplodesIsRefusedByName) {
  EXPECT_NE(refused("vector {t:Type} # [t] = Vector t; grow {t:Type} x:t next:(Vector (Grow (Vector t))) = Grow t;"
                    "---functions--- f x:(Grow int) = Int;")
                .find("f: type"),
            std::string::npos);
  std::string numbers;
  for (int i = 0; i != 240; ++i) numbers += " n" + std::to_string(i) + ":#";
  EXPECT_NE(refused("---functions--- f" + numbers + " = Int;").find("too many numbers"), std::string::npos);
  EXPECT_EQ(refused("a {n:#} x:n*[a:int b:int] = A n; ---functions--- f {n:#} x:(A n) = A n;"), "");
  std::string fields = "a";
  for (int i = 0; i != 65600; ++i) fields += " int";
  EXPECT_NE(refused(fields + " = A; ---functions--- f x:A = Int;").find("too many fields"), std::string::npos);
  // A generic that holds itself twice: the numbers double with each level, and memory would end before the levels do.
  EXPECT_NE(refused("tuple#9770768a {t:Type} {n:#} [ t ] = Tuple t n; no#27930a7b {t:Type} = Maybe t;"
                    "yes#3f9c8ef8 {t:Type} result:t = Maybe t;"
                    "g {X:Type} {Y:Type} {Z:Type} a:(Maybe (G (tuple int 3) (G X Y Z) (G X Y Z))) = G X Y Z;"
                    "---functions--- f x:(G int int int) = Int;")
                .find("G: its instances have too many numbers"),
            std::string::npos);
}

// Standard magics on declarations that are something else: ordinary types.
TEST(PlanBounds, StandardMagicsOfOtherDeclarations) {
  const Codec codec(R"(
true#3fedd339 x:int = True; vector#1cb5c415 x:int = Vector; tuple#9770768a x:int = Tuple; dictionary#1f4c618f = Dictionary;
intKeyDictionary#07bafc42 {n:#} x:int y:n.0?int = IntKeyDictionary n; longKeyDictionary#b424d8f1 x:int y:int = LongKeyDictionary;
resultTrue#3f9c8ef8 x:int = Maybe; resultFalse#27930a7b = Maybe; boolTrue#997275b5 = Bool; boolFalse#bc799737 = Bool;
---functions---
f#00000001 a:True b:Vector c:Tuple d:Dictionary e:(IntKeyDictionary 1) g:LongKeyDictionary h:Maybe i:Bool = Int;
)");
  EXPECT_EQ(codec.encode("['f',1,2,3,[],['x'=>4,'y'=>5],['x'=>6,'y'=>7],['_'=>'resultTrue','x'=>8],true]").bytes,
            "01000000"
            "39d3ed3f01000000"
            "15c4b51c02000000"
            "8a76709703000000"
            "8f614c1f"
            "42fcba070400000005000000"
            "f1d824b40600000007000000"
            "f88e9c3f08000000"
            "b5757299");
}

}  // namespace
}  // namespace vkext::test
