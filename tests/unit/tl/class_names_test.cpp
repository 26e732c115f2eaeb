// The names of generated classes, in each spelling, and TL names found in them again. The rules: docs/typed.md.
#include "tl/class_names.h"

#include <set>

#include "support/schema.h"

namespace vkext::test {
namespace {

tl::PlanSet compiled(const std::string& text) {
  Loaded l = load(text);
  EXPECT_TRUE(l.ok) << l.errors();
  auto set = tl::PlanSet::compile(std::move(l.schema));
  EXPECT_TRUE(set.ok());
  return std::move(*set);
}

// The classes of all records.
std::set<std::string> records(const tl::PlanSet& set, tl::Spelling spelling) {
  std::set<std::string> names;
  for (uint32_t i = 0; i != set.plans.size(); ++i) {
    tl::ClassName name;
    tl::name_record(set, i, spelling, name);
    EXPECT_TRUE(name.fits());
    names.emplace(name.text());
  }
  return names;
}

const char kSchema[] =
    "int ? = Int; long ? = Long; double ? = Double; float ? = Float; string ? = String;"
    "boolFalse#bc799737 = Bool; boolTrue#997275b5 = Bool; true#3fedd339 = True;"
    "vector#1cb5c415 {t:Type} # [ t ] = Vector t; tuple#9770768a {t:Type} {n:#} [ t ] = Tuple t n;"
    "resultFalse#27930a7b {t:Type} = Maybe t; resultTrue#3f9c8ef8 {t:Type} result:t = Maybe t;"
    "left#0a29cd5d {X:Type} {Y:Type} value:X = Either X Y; right#df3ecb3b {X:Type} {Y:Type} value:Y = Either X Y;"
    "vectorTotal#10133f47 {t:Type} total_count:int vector:%(Vector t) = VectorTotal t;"
    "n.rec a:int b:int = n.Rec; n.one a:int = n.Two; list a:int b:int = List;"
    "n.red = n.Colour; n.class = n.Colour; other.blue = n.Colour;"
    "g.pairT {X:Type} {Y:Type} a:X b:Y = g.PairT X Y; g.none {X:Type} = g.Opt X; g.some {X:Type} v:X = g.Opt X;"
    "---functions---"
    "q.b = g.PairT long float; q.c = g.PairT (Maybe int) (Maybe %(Vector int));"
    "q.e = g.PairT (Either int string) %(g.PairT int #); q.f = g.PairT Bool %(Tuple int 3);"
    "q.g = g.PairT (Maybe Bool) (Maybe %n.Rec); q.h = g.PairT (Maybe (Maybe string)) True;"
    "q.i = g.Opt n.Two; q.j = List; q.k {X:Type} query:!X = VectorTotal X; q.l = n.Colour;"
    "q.m = g.PairT (Maybe (g.Opt int)) double; deep.er.ask = Int;";

TEST(ClassNames, RecordsInEachSpelling) {
  const tl::PlanSet set = compiled(kSchema);
  const auto generator = records(set, tl::Spelling::generator);
  for (const char* name :
       {"VK\\TL\\g\\Types\\g_pairT__int__float", "VK\\TL\\g\\Types\\g_pairT__maybe_int__maybe_array_int",
        "VK\\TL\\g\\Types\\g_pairT__Either__int__string__g_PairT__int__int",
        "VK\\TL\\g\\Types\\g_pairT__boolean__array_int", "VK\\TL\\g\\Types\\g_pairT__maybe_boolean__maybe_n_Rec",
        "VK\\TL\\g\\Types\\g_pairT__maybe_string__boolean", "VK\\TL\\g\\Types\\g_none__n_Two",
        "VK\\TL\\g\\Types\\g_some__n_Two", "VK\\TL\\_common\\Types\\list", "VK\\TL\\n\\Types\\n_rec",
        "VK\\TL\\_common\\Types\\vectorTotal__RpcFunctionReturnResult"}) {
    EXPECT_EQ(generator.count(name), 1u) << name;
  }
  const auto go = records(set, tl::Spelling::go_generator);
  EXPECT_EQ(go.count("VK\\TL\\g\\Types\\g_pairT__maybe_boolean__maybe_n_rec"), 1u);
  EXPECT_EQ(go.count("VK\\TL\\g\\Types\\g_pairT__maybe_g_Opt__int__float"), 1u);  // a union keeps its type's name
  const auto incumbent = records(set, tl::Spelling::incumbent);
  EXPECT_EQ(incumbent.count("VK\\TL\\g\\Types\\g_pairT__boolean__n_Rec"), 1u);
  EXPECT_EQ(incumbent.count("VK\\TL\\g\\Types\\g_pairT__maybe_string__True"), 1u);
  EXPECT_EQ(incumbent.count("VK\\TL\\g\\Types\\g_pairT__maybe_int__maybe_array_int"), 1u);
  EXPECT_EQ(records(set, tl::Spelling::escaped).count("VK\\TL\\_common\\Types\\list_"), 1u);
}

TEST(ClassNames, UnionsAndTheirCases) {
  const tl::PlanSet set = compiled(kSchema);
  std::set<std::string> unions, escaped, cases;
  for (uint32_t i = 0; i != set.unions.size(); ++i) {
    tl::ClassName name;
    tl::name_union(set, i, tl::Spelling::generator, name);
    unions.emplace(name.text());
    const bool colour = name.text() == "VK\\TL\\n\\Types\\n_Colour";
    name.clear();
    tl::name_union(set, i, tl::Spelling::escaped, name);
    escaped.emplace(name.text());
    for (uint32_t k = 0; colour && k != set.unions[i].case_count; ++k) {
      tl::name_enum_case(set, i, k, name);
      cases.emplace(name.text());
    }
  }
  EXPECT_EQ(unions.count("VK\\TL\\g\\Types\\g_Opt__n_Two"), 1u);
  EXPECT_EQ(escaped.count("VK\\TL\\g\\Types\\g_Opt__n_Two_"), 1u);
  EXPECT_EQ(cases, (std::set<std::string>{"red", "class_", "other_blue"}));
}

TEST(ClassNames, FunctionsThereAndBack) {
  const tl::PlanSet set = compiled(kSchema);
  std::set<std::string> names;
  for (uint32_t f = 0; f != set.functions.size(); ++f) {
    tl::ClassName name;
    tl::name_function(set, f, "_result", name);
    names.emplace(name.text());
    name.clear();
    tl::name_function(set, f, "", name);
    tl::TlClass parsed;
    ASSERT_TRUE(tl::parse_class_name(name.text(), parsed)) << name.text();
    EXPECT_TRUE(parsed.is_function);
    EXPECT_EQ(tl::find_function(set, parsed), f);
  }
  EXPECT_EQ(names.count("VK\\TL\\q\\Functions\\q_b_result"), 1u);
  const auto found = [&](const char* name) {
    tl::TlClass parsed;
    return tl::parse_class_name(name, parsed) ? tl::find_function(set, parsed) : tl::kNone;
  };
  EXPECT_NE(found("VK\\TL\\q\\Functions\\q_b__int"), tl::kNone);
  EXPECT_NE(found("VK\\TL\\q\\Functions\\q_b_"), tl::kNone);
  EXPECT_NE(found("VK\\TL\\deep\\Functions\\deep_er_ask"), tl::kNone);
  EXPECT_EQ(found("VK\\TL\\deep\\Functions\\deep_er_asK"), tl::kNone);
  EXPECT_EQ(found("VK\\TL\\q\\Types\\q_b"), tl::kNone);
}

TEST(ClassNames, ParsedOrNot) {
  tl::TlClass c;
  ASSERT_TRUE(tl::parse_class_name("VK\\TL\\g\\Types\\g_some__int__string", c));
  EXPECT_FALSE(c.is_function);
  EXPECT_TRUE(c.is_constructor("g.some"));
  EXPECT_FALSE(c.is_constructor("g.so"));
  ASSERT_TRUE(tl::parse_class_name("VK\\TL\\_common\\Types\\list", c));
  EXPECT_TRUE(c.is_constructor("list"));
  for (const char* name :
       {"", "list", "VK\\TL\\", "VK\\TL\\g", "VK\\TL\\g\\Types", "VK\\TL\\g\\Types\\", "VK\\TL\\g\\Classes\\g_some",
        "VK\\TL\\g\\Types\\g_some\\more", "VK\\TK\\g\\Types\\g_some"}) {
    EXPECT_FALSE(tl::parse_class_name(name, c)) << name;
  }
  EXPECT_FALSE(tl::parse_class_name("VK\\TL\\g\\Types\\" + std::string(300, 'x'), c));
}

// A name that is too long is no name of a class: nothing is cut.
TEST(ClassNames, TooLong) {
  tl::ClassName name;
  name.add(std::string(tl::ClassName::kMax - 1, 'a'));
  EXPECT_TRUE(name.fits());
  name.add_flat("b.c");
  EXPECT_FALSE(name.fits());
  EXPECT_EQ(name.text().size(), tl::ClassName::kMax - 1);
}

}  // namespace
}  // namespace vkext::test
