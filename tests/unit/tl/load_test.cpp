// Files, directories and lists of them; text or compiled by content; what a diagnostic looks like.
#include "tl/load.h"

#include <sys/stat.h>
#include <unistd.h>

#include "support/sample_tlo.h"
#include "support/schema.h"

namespace vkext::test {
namespace {

struct LoadPath : ::testing::Test {
  void SetUp() override {
    char name[] = "/tmp/vkext-load-XXXXXX";
    ASSERT_NE(mkdtemp(name), nullptr);
    folder = name;
  }
  void TearDown() override {
    for (const std::string& f : files) unlink(f.c_str());
    rmdir(folder.c_str());
  }
  std::string file(const std::string& name, const std::string& text) {
    files.push_back(folder + "/" + name);
    std::ofstream(files.back(), std::ios::binary) << text;
    return files.back();
  }
  Loaded path(const std::string& p) {
    Loaded l;
    l.ok = tl::load_path(p, l.schema, l.diagnostics);
    return l;
  }
  std::string folder;
  std::vector<std::string> files;
};

TEST_F(LoadPath, TextOrCompiledByContent) {
  EXPECT_TRUE(path(file("a.tl", "a x:int = A;")).ok);
  EXPECT_TRUE(path(file("text.tlo.txt", "a x:int = A;")).ok);
  const Loaded compiled = path(file("named.tl", sample_tlo()));
  EXPECT_TRUE(compiled.ok);
  EXPECT_TRUE(compiled.schema.compiled());
  const Loaded broken = path(file("b.tlo", "not a schema"));
  EXPECT_FALSE(broken.ok);
  EXPECT_EQ(broken.errors(), "@0 unknown schema magic 0x20746f6e");
}

TEST_F(LoadPath, DirectoriesAndLists) {
  const std::string b = file("b.tl", "b x:a = B;"), a = file("a.tl", "a x:int = A;");
  file("notes.txt", "no schema");
  const Loaded all = path(folder);
  EXPECT_TRUE(all.ok) << all.errors();
  EXPECT_EQ(all.schema.files, (std::vector<std::string>{a, b}));
  EXPECT_TRUE(path(folder + "/").ok);
  EXPECT_TRUE(path(b + ":" + a).ok);
  EXPECT_TRUE(path(":" + a + "::").ok);
  EXPECT_FALSE(path(b).ok);
  EXPECT_FALSE(path(a + ":" + a).ok);
  EXPECT_EQ(path(a + ":" + file("c.tlo", sample_tlo())).errors().find("a compiled schema cannot be joined"), 0u);
}

TEST_F(LoadPath, WhatIsNotThere) {
  EXPECT_EQ(path("").errors(), "no schema there");
  EXPECT_EQ(path(folder + "/none.tl").errors(), "No such file or directory");
  EXPECT_EQ(path(folder).errors(), "no *.tl file in this directory");
  EXPECT_TRUE(path(file("empty.tl", "")).ok);
}

TEST_F(LoadPath, SameContentSameHash) {
  const std::string a = file("a.tl", "a x:int = A;"), b = file("b.tl", "a x:int = A;"),
                    c = file("c.tl", "a y:int = A;");
  EXPECT_EQ(path(a).schema.content_hash, path(b).schema.content_hash);
  EXPECT_NE(path(a).schema.content_hash, path(c).schema.content_hash);
}

TEST_F(LoadPath, StampsSeeEveryChange) {
  const std::string a = file("a.tl", "a x:int = A;");
  const uint64_t one = tl::path_stamp(a), all = tl::path_stamp(folder);
  EXPECT_NE(one, 0u);
  EXPECT_EQ(tl::path_stamp(a), one);
  EXPECT_NE(tl::path_stamp(a + ":" + a), one);
  file("b.tl", "b x:int = B;");
  EXPECT_EQ(tl::path_stamp(a), one);
  EXPECT_NE(tl::path_stamp(folder), all);
  file("a.tl", "a xyz:int = A;");  // another size, whatever the clock says
  EXPECT_NE(tl::path_stamp(a), one);
  EXPECT_EQ(tl::path_stamp(folder + "/none.tl"), 0u);
  EXPECT_EQ(tl::path_stamp(a + ":" + folder + "/none.tl"), 0u);
  EXPECT_EQ(tl::path_stamp(""), 0u);
  EXPECT_EQ(tl::path_stamp(":"), 0u);
}

TEST_F(LoadPath, WhatCannotBeRead) {
  // A link in a circle is listed, and cannot be opened.
  files.push_back(folder + "/loop.tl");
  ASSERT_EQ(symlink(files.back().c_str(), files.back().c_str()), 0);
  EXPECT_NE(path(folder).errors().find("symbolic links"), std::string::npos);
  EXPECT_EQ(tl::path_stamp(folder), 0u);
  EXPECT_NE(path(file("a.tl", "a = A;") + ":" + file("b.tlo", sample_tlo())).errors().find("joined"),
            std::string::npos);
}

TEST(LoadText, TooLarge) {
  const std::string large(33u << 20, ' ');
  EXPECT_NE(load_sources({{"a.tl", large}, {"b.tl", large}}).errors().find("larger than"), std::string::npos);
  EXPECT_NE(load_bytes(large + large).errors().find("larger than"), std::string::npos);
}

TEST(Diagnostic, Format) {
  const Loaded l = load("a x:int = A;\n\tb x:Itn = B;\r\n");
  ASSERT_EQ(l.diagnostics.size(), 1u);
  EXPECT_EQ(l.diagnostics[0].format(),
            "test.tl:2:6: error: unknown type 'Itn', did you mean Int?\n"
            "   b x:Itn = B;\n"
            "       ^");
  EXPECT_EQ(load_bytes("abc").diagnostics.at(0).format(),
            "test.tlo: offset 0: error: truncated while reading schema magic");
  tl::Diagnostic d;
  d.severity = tl::Severity::warning;
  d.text = "no place";
  EXPECT_EQ(d.format(), "schema: warning: no place");
}

}  // namespace
}  // namespace vkext::test
