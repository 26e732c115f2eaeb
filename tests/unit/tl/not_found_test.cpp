// Which function a misspelt name is taken for, and which is taken for none: what "near" means is near_name_test's.
#include "tl/not_found.h"

#include <gtest/gtest.h>

#include "support/schema.h"

namespace vkext::test {
namespace {

const std::string& functions() {
  static const std::string all = kPrelude +
                                 "---functions---\ndemo.get key:string = Int;\ndemo.set key:string = Int;\n"
                                 "demo.setMany x:int = Int;\nother.get x:int = Int;\nab x:int = Int;\nabcd x:int = Int;\n"
                                 "@internal demo.secret x:int = Int;\n@any " +
                                 std::string(70, 'q') + " x:int = Int;\n";
  return all;
}

struct NotFound : ::testing::Test {
  void SetUp() override {
    Loaded l = load(functions());
    ASSERT_TRUE(l.ok) << l.errors();
    auto compiled = tl::PlanSet::compile(std::move(l.schema));
    ASSERT_TRUE(compiled.ok());
    set = std::move(*compiled);
  }
  std::string near(std::string_view written) { return std::string(tl::near_function(set, written)); }
  tl::PlanSet set;
};

TEST_F(NotFound, OneOrTwoLetters) {
  EXPECT_EQ(near("demo.gett"), "demo.get");
  EXPECT_EQ(near("demo.gt"), "demo.get");
  EXPECT_EQ(near("Demo.set"), "demo.set");
  EXPECT_EQ(near("demo.setmany"), "demo.setMany");
  EXPECT_EQ(near("demo.setMnay"), "demo.setMany");  // two that changed places
  EXPECT_EQ(near("demo.zet"), "demo.get");  // of two as near, the first
  EXPECT_EQ(near("emo.get"), "demo.get");
}

TEST_F(NotFound, TheNearestOfSeveral) { EXPECT_EQ(near("demo.sett"), "demo.set"); }

TEST_F(NotFound, WithoutItsNamespace) {
  EXPECT_EQ(near("get"), "demo.get");
  EXPECT_EQ(near("setMany"), "demo.setMany");
  EXPECT_EQ(near("third.get"), "");  // two have it
  EXPECT_EQ(near("third.setMany"), "demo.setMany");
  EXPECT_EQ(near("third.secret"), "");
}

TEST_F(NotFound, None) {
  EXPECT_EQ(near(""), "");
  EXPECT_EQ(near("a"), "");
  EXPECT_EQ(near("abx"), "ab");
  EXPECT_EQ(near("abxyz"), "");
  EXPECT_EQ(near("demo.wait"), "");
  EXPECT_EQ(near("demo.forget"), "");
  EXPECT_EQ(near("demo.secre"), "");  // @internal
  EXPECT_EQ(near(std::string(69, 'q')), "");
  EXPECT_EQ(near(std::string(100'000, 'q')), "");
}

TEST_F(NotFound, TheMessage) {
  tl::EncodeError error;
  EXPECT_FALSE(tl::no_such_function(set, "demo.sett", error));
  EXPECT_STREQ(error.text, "Function demo.sett not found, did you mean demo.set?");
  error.clear();
  tl::no_such_function(set, "nothing.like.it", error);
  EXPECT_STREQ(error.text, "Function nothing.like.it not found");
  error.clear();
  tl::no_such_function(set, std::string(300, 'x'), error);
  EXPECT_EQ(std::string(error.text), "Function " + std::string(80, 'x') + " not found");
}

}  // namespace
}  // namespace vkext::test
