// Magics known from other software, and canonical forms, both computed from text.
#include "tl/magic.h"

#include "support/schema.h"

namespace vkext::test {
namespace {

TEST(Magic, CrcOfText) {
  EXPECT_EQ(tl::magic_of_text(""), 0u);
  EXPECT_EQ(tl::magic_of_text("123456789"), 0xcbf43926u);
  EXPECT_EQ(tl::magic_of_text("boolTrue = Bool"), 0x997275b5u);
}

TEST(Magic, KnownNumbers) {
  const Loaded l = load(
      "int ? = Int; long ? = Long; float ? = Float; double ? = Double; string ? = String;"
      "boolFalse = Bool; boolTrue = Bool; true = True;"
      "vector {t:Type} # [t] = Vector t; tuple {t:Type} {n:#} [t] = Tuple t n;"
      "dictionaryField {t:Type} key:string value:t = DictionaryField t;"
      "dictionary {t:Type} %(Vector %(DictionaryField t)) = Dictionary t;"
      "intKeyDictionaryField {t:Type} key:int value:t = IntKeyDictionaryField t;"
      "intKeyDictionary {t:Type} %(Vector %(intKeyDictionaryField t)) = IntKeyDictionary t;"
      "longKeyDictionaryField {t:Type} key:long value:t = LongKeyDictionaryField t;"
      "longKeyDictionary {t:Type} %(Vector %(longKeyDictionaryField t)) = LongKeyDictionary t;"
      "resultFalse {t:Type} = Maybe t; resultTrue {t:Type} result:t = Maybe t;"
      "vectorTotal {t:Type} total_count:int vector:%(Vector t) = VectorTotal t;"
      "memcache.not_found = memcache.Value; memcache.strvalue value:string flags:int = memcache.Value;"
      "memcache.longvalue value:long flags:int = memcache.Value;"
      "_ {X:Type} result:X = ReqResult X;"
      "---functions---"
      "memcache.get key:string = memcache.Value; memcache.set key:string flags:int delay:int value:string = Bool;"
      "memcache.incr key:string value:long = memcache.Value; memcache.delete key:string = Bool; engine.nop = True;");
  ASSERT_TRUE(l.ok) << l.errors();
  const std::vector<std::pair<const char*, const char*>> known = {{"int", "a8509bda"},
                                                                  {"long", "22076cba"},
                                                                  {"double", "2210c154"},
                                                                  {"float", "824dab22"},
                                                                  {"string", "b5286e24"},
                                                                  {"boolFalse", "bc799737"},
                                                                  {"boolTrue", "997275b5"},
                                                                  {"true", "3fedd339"},
                                                                  {"vector", "1cb5c415"},
                                                                  {"tuple", "9770768a"},
                                                                  {"dictionary", "1f4c618f"},
                                                                  {"intKeyDictionary", "07bafc42"},
                                                                  {"longKeyDictionary", "b424d8f1"},
                                                                  {"dictionaryField", "239c1b62"},
                                                                  {"intKeyDictionaryField", "721ea8b9"},
                                                                  {"longKeyDictionaryField", "19701e0b"},
                                                                  {"resultFalse", "27930a7b"},
                                                                  {"resultTrue", "3f9c8ef8"},
                                                                  {"vectorTotal", "10133f47"},
                                                                  {"memcache.not_found", "32c42422"},
                                                                  {"memcache.strvalue", "a6bebb1a"},
                                                                  {"memcache.longvalue", "09729c42"},
                                                                  {"memcache.get", "d33b13ae"},
                                                                  {"memcache.set", "eeeb54c4"},
                                                                  {"memcache.incr", "80e6c950"},
                                                                  {"memcache.delete", "ab505c0a"},
                                                                  {"engine.nop", "166bb7c6"},
                                                                  {"_", "840e0ecc"}};
  for (const auto& [name, magic] : known) EXPECT_EQ(l.magic(name), magic) << name;
}

TEST(Magic, CanonicalForms) {
  const Loaded l =
      load(kPrelude +
           "a2 x:4*[int] = A2;\n"
           "a3 n:# x:(n+1)*[int] = A3;\n"
           "a6 x:vector<int> y:Vector<int> z:%Vector<int> w:%(Vector int) v:(vector int) u:(Vector int) = A6;\n"
           "a8 x:(Tuple int 3) y:(Tuple int (1+2)) z:(Tuple int 1+2) = A8;\n"
           "p4 x:%int = P4;\n"
           "p2 x:%Int = P2;\n"
           "c6 x:3*[(Tuple int 2)] = C6;\n"
           "sum n:# x:(Tuple int 2+n) y:(Tuple int n+2+3) = Sum;\n"
           "group (x y:int) _:long f:# z:f.3?!int = Group;\n"
           "late n:# x:laterOne = Late; laterOne y:int = LaterOne;\n"
           "---functions---\n"
           "@any f {X:Type} q:!X = Vector (Vector X);\n");
  ASSERT_TRUE(l.ok) << l.errors();
  const std::vector<std::vector<const char*>> known = {
      {"a2", "fd9ba76d", "a2 x:4*[ int ] = A2"},
      {"a3", "36aa3cb6", "a3 n:# x:n+1*[ int ] = A3"},
      {"a6", "d59653bb", "a6 x:vector int y:Vector int z:%Vector int w:%Vector int v:vector int u:Vector int = A6"},
      {"a8", "924eff97", "a8 x:Tuple int 3 y:Tuple int 3 z:Tuple int 3 = A8"},
      {"p4", "9eee140c", "p4 x:int = P4"},
      {"p2", "43dfcb50", "p2 x:%Int = P2"},
      {"c6", "f87ccfc8", "c6 x:3*[ Tuple int 2 ] = C6"}};
  for (const auto& k : known) {
    EXPECT_EQ(l.magic(k[0]), k[1]);
    EXPECT_EQ(l.canonical(k[0]), k[2]);
  }
  EXPECT_EQ(l.canonical("sum"), "sum n:# x:Tuple int n+2 y:Tuple int n+5 = Sum");
  EXPECT_EQ(l.canonical("group"), "group x:int y:int _:long f:# z:f.3?int = Group");
  EXPECT_EQ(l.canonical("late"), "late n:# x:laterOne = Late");
  EXPECT_EQ(l.canonical("f"), "f X:Type q:X = Vector Vector X");
}

TEST(Magic, WrittenOnesAreTaken) {
  const Loaded l = load("true#00000001 = True; ---functions--- engine.nop#12345 = True;");
  ASSERT_TRUE(l.ok) << l.errors();
  EXPECT_EQ(l.magic("true"), "00000001");
  EXPECT_EQ(l.magic("engine.nop"), "00012345");
}

TEST(Magic, PartialApplication) {
  const Loaded l = load("pair {X:Type} {Y:Type} a:X b:Y = Pair X Y; Pair int; pair int string;");
  ASSERT_TRUE(l.ok) << l.errors();
  EXPECT_EQ(l.magic("pair"), "0f3c47ab");
  EXPECT_EQ(l.magic("pair int"), "b5b70b57");
  EXPECT_EQ(l.canonical("pair int"), "pair Y:Type a:int b:Y = Pair int Y");
  EXPECT_EQ(l.magic("pair int string"), "dc4116da");
  EXPECT_EQ(l.canonical("pair int string"), "pair a:int b:string = Pair int string");
  ASSERT_NE(l.type("Pair int"), nullptr);
  EXPECT_EQ(l.type("Pair int")->arity, 1u);
  EXPECT_EQ(l.type("Pair int string")->arity, 0u);
}

}  // namespace
}  // namespace vkext::test
