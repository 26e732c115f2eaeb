// Which of several names is near one, and which names are near none.
#include "tl/near_name.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace vkext::test {
namespace {

std::string near(std::string_view name, std::initializer_list<std::string_view> candidates) {
  tl::NearName n(name);
  for (const std::string_view c : candidates) n.consider(c);
  return std::string(n.best());
}

TEST(NearName, Slips) {
  EXPECT_EQ(near("amount", {"amuont"}), "amuont");  // swapped
  EXPECT_EQ(near("amount", {"amont"}), "amont");
  EXPECT_EQ(near("amount", {"aamount"}), "aamount");
  EXPECT_EQ(near("amount", {"emount"}), "emount");
  EXPECT_EQ(near("amount", {"AMOUNT"}), "AMOUNT");
  EXPECT_EQ(near("amount", {"mauotn"}), "");  // three pairs
  EXPECT_EQ(near("abcdef", {"badcef"}), "badcef");
  EXPECT_EQ(near("cab", {"abc"}), "");  // a letter that went further is two slips
  EXPECT_EQ(near("", {"a"}), "");
  EXPECT_EQ(near("", {""}), "");
}

// One in three letters, rounded, three at most.
TEST(NearName, HowManyAreForgiven) {
  const std::string all = "abcdefghijklmnop";
  const size_t most[] = {0, 0, 0, 1, 1, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3, 3};
  for (size_t letters = 0; letters <= all.size(); ++letters) {
    const std::string name = all.substr(0, letters);
    for (size_t slips = 0; slips <= 4; ++slips) {
      const std::string longer = name + std::string(slips, '_');
      const std::string found = slips != 0 && slips <= most[longer.size()] ? longer : "";
      EXPECT_EQ(near(name, {longer}), found) << letters << ' ' << slips;
      EXPECT_EQ(near(longer, {name}), letters == 0 || found.empty() ? "" : name) << letters << ' ' << slips;
    }
  }
  EXPECT_EQ(near("id", {"Id"}), "Id");
  EXPECT_EQ(near("demo.gt", {"demo.get"}), "demo.get");
  EXPECT_EQ(near("x", {"y"}), "");
  EXPECT_EQ(near("namespace.get", {"namespace.git"}), "namespace.git");
  EXPECT_EQ(near("namespace.get", {"namespace.bat"}), "");  // its namespace earns no slips
  EXPECT_EQ(near("name.setMany", {"nome.setMeny"}), "nome.setMeny");
}

TEST(NearName, Namespaces) {
  EXPECT_EQ(near("get", {"demo.get", "other.get"}), "demo.get");
  EXPECT_EQ(near("demo.get", {"get"}), "get");
  EXPECT_EQ(near("GET", {"demo.get"}), "demo.get");
  EXPECT_EQ(near("demo.get", {"other.get"}), "other.get");
  EXPECT_EQ(near("demo.get", {"other.get", "third.get"}), "");  // no telling which
  EXPECT_EQ(near("demo.get", {"other.get", "third.get", "fourth.get"}), "");
  EXPECT_EQ(near("demo.get", {"other.get", "third.get", "dem.get"}), "dem.get");
  EXPECT_EQ(near("demo.get", {"a.b"}), "");
}

TEST(NearName, TheNearest) {
  EXPECT_EQ(near("getMany", {"gotManx", "getManx", "getMan"}), "getManx");  // of as near ones the first
  EXPECT_EQ(near("getMany", {"getManx", "demo.getMany"}), "demo.getMany");
  EXPECT_EQ(near("getMany", {"demo.getMany", "GetMany"}), "GetMany");
  EXPECT_EQ(near("getMany", {"GetMany", "GETMANY", "demo.getMany"}), "GetMany");
  EXPECT_EQ(near("getMany", {"getMany"}), "");  // itself
  EXPECT_EQ(near("getMany", {"getMany", "getMani"}), "getMani");
}

TEST(NearName, LongOnes) {
  const std::string longest(64, 'q');
  EXPECT_EQ(near(longest, {longest.substr(1)}), longest.substr(1));
  EXPECT_EQ(near(longest.substr(1), {longest}), longest);
  EXPECT_EQ(near(longest, {longest + "q"}), "");
  EXPECT_EQ(near(longest + "q", {longest}), "");
  EXPECT_EQ(near(std::string(64, 'a'), {std::string(64, 'b')}), "");
  EXPECT_EQ(near("ab", {std::string(100'000, 'q')}), "");
}

TEST(NearName, Hint) {
  tl::NearName n("Vectro");
  EXPECT_EQ(n.hint(), "");
  n.consider("Vector");
  EXPECT_EQ(n.hint(), ", did you mean Vector?");
}

}  // namespace
}  // namespace vkext::test
