// The subcommands as a shell sees them: output, complaints, exit codes.
#include "tool/command.h"

#include <getopt.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "support/codec.h"

namespace vkext::test {
namespace {

struct Ran {
  int code = 0;
  std::string out;
  std::string err;
};

Ran run(const tool::Command& command, std::vector<std::string> arguments) {
  std::vector<char*> argv;
  std::string name = command.name;
  argv.push_back(name.data());
  for (std::string& a : arguments) argv.push_back(a.data());
  argv.push_back(nullptr);
  optind = 0;  // getopt starts anew
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  Ran r;
  r.code = command.run(command, static_cast<int>(argv.size()) - 1, argv.data());
  fflush(stdout);
  r.out = testing::internal::GetCapturedStdout();
  r.err = testing::internal::GetCapturedStderr();
  return r;
}

struct Commands : ::testing::Test {
  void SetUp() override {
    std::string pattern = testing::TempDir() + "vkext-tool-XXXXXX";
    ASSERT_NE(mkdtemp(pattern.data()), nullptr);
    folder = pattern;
  }
  void TearDown() override {
    for (const std::string& f : files) unlink(f.c_str());
    rmdir(folder.c_str());
  }
  std::string path(const std::string& name) {
    files.push_back(folder + "/" + name);
    return files.back();
  }
  std::string file(const std::string& name, const std::string& text) {
    const std::string p = path(name);
    FILE* out = fopen(p.c_str(), "wb");
    fwrite(text.data(), 1, text.size(), out);
    fclose(out);
    return p;
  }
  std::string folder;
  std::vector<std::string> files;
};

const std::string kDemo = VKEXT_SOURCE_DIR "/tl/demo.tl";
constexpr char kSmall[] = "a#00000001 x:int s:string = A;\n---functions---\nf#00000002 x:A n:# = A;\n";

TEST_F(Commands, Check) {
  const std::string good = file("good.tl", kSmall);
  Ran r = run(tool::kCheck, {good});
  EXPECT_EQ(r.code, 0);
  EXPECT_NE(r.out.find("1 functions"), std::string::npos) << r.out;
  const std::string bad = file("bad.tl", "a x:int = A;\nb y:Nope = B;\n");
  r = run(tool::kCheck, {bad});
  EXPECT_EQ(r.code, 1);
  EXPECT_EQ(r.err.find(bad + ":2:5: error: "), 0u) << r.err;
  EXPECT_NE(r.err.find("\n  b y:Nope = B;\n"), std::string::npos) << r.err;
  r = run(tool::kCheck, {"--json", bad});
  EXPECT_EQ(r.code, 1);
  auto json = tl::parse_json(r.out);
  ASSERT_TRUE(json.ok()) << r.out;
  EXPECT_FALSE(json->find("ok")->as_bool());
  EXPECT_EQ(json->find("diagnostics")->items()[0].find("line")->as_int(), 2);
  EXPECT_EQ(run(tool::kCheck, {folder + "/nothing.tl"}).code, 1);
  EXPECT_EQ(run(tool::kCheck, {}).code, 2);
  EXPECT_EQ(run(tool::kCheck, {"--wrong", good}).code, 2);
}

TEST_F(Commands, CompileAndRead) {
  for (const char* version : {"2", "3", "4"}) {
    const std::string out = path(std::string("out") + version + ".tlo");
    Ran r = run(tool::kCompile, {kDemo, "-o", out, "--version", version, "--date", "5"});
    EXPECT_EQ(r.code, 0) << r.err;
    EXPECT_EQ(run(tool::kCheck, {out}).code, 0);
    r = run(tool::kDiff, {kDemo, out});
    // Annotations are in version 4 only; nothing else is lost.
    EXPECT_EQ(r.code, 0) << r.out;
  }
  EXPECT_EQ(run(tool::kCompile, {kDemo}).code, 2);
  EXPECT_EQ(run(tool::kCompile, {kDemo, "-o", "x", "--version", "1"}).code, 2);
  EXPECT_EQ(run(tool::kCompile, {kDemo, "-o", folder + "/no/such/folder.tlo"}).code, 1);
}

TEST_F(Commands, Show) {
  const std::string small = file("small.tl", kSmall);
  Ran r = run(tool::kShow, {small, "f"});
  EXPECT_EQ(r.code, 0);
  EXPECT_EQ(
      r.out,
      "@any f#00000002 x:A n:# = A;\n  canonical  f x:A n:# = A\n"
      "  magic      0x00000002, written in the source\n  declared   " +
          small +
          ":3:1\n\n"
          "function f#00000002, 1 number, at least 16 bytes\n  1 x: #00000001 P1\n  2 n: # -> r0\n  = #00000001 P1\n"
          "P1 a#00000001 of A, at least 8 bytes\n  1 x: int\n  2 s: string\n");
  EXPECT_EQ(run(tool::kShow, {small, "0x00000002"}).out, r.out);
  EXPECT_NE(run(tool::kShow, {small, "A"}).out.find("a#00000001 x:int s:string = A;"), std::string::npos);
  EXPECT_EQ(run(tool::kShow, {small, "nope"}).code, 1);
  EXPECT_EQ(run(tool::kShow, {kDemo, "demo.gett"}).err,
            "vkext show: nothing is called demo.gett, did you mean demo.get?\n");
  const std::string again = file("again.tl", run(tool::kShow, {kDemo}).out);
  EXPECT_EQ(run(tool::kDiff, {kDemo, again}).code, 0);
}

TEST_F(Commands, Json) {
  const Ran r = run(tool::kJson, {kDemo});
  auto json = tl::parse_json(r.out);
  ASSERT_TRUE(json.ok());
  for (const Tree& c : json->find("combinators")->items()) {
    if (c.find("name")->as_text() != "demo.item") continue;
    EXPECT_EQ(tl::to_json(c.find("arguments")->items()[3]),
              R"({"name":"length","type":"int","condition":{"mask":"fields_mask","bit":1}})");
    EXPECT_EQ(c.find("kind")->as_text(), "constructor");
    EXPECT_EQ(c.find("result")->as_text(), "demo.Item fields_mask");
  }
  EXPECT_GT(json->find("types")->size(), 10u);
}

TEST_F(Commands, EncodeDecode) {
  const std::string small = file("small.tl", kSmall);
  Ran r = run(tool::kEncode, {R"({"_": "f", "x": {"x": 5, "s": "abc"}, "n": 7})", "--schema", small});
  EXPECT_EQ(r.out, "0200000001000000050000000361626307000000\n") << r.err;
  r = run(tool::kDecode, {"02000000 01000000 05000000 03616263 07000000", "--schema", small});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(r.out, "       0  f\n       4    x: a\n       8      x: 5\n      12      s: \"abc\"\n      16    n: 7\n");
  r = run(tool::kDecode, {"--as", "f", "--json", "01000000 05000000 03616263", "--schema", small});
  EXPECT_EQ(r.out, "{\n  \"x\": 5,\n  \"s\": \"abc\"\n}\n");
  r = run(tool::kDecode, {"01000000 05000000 03616263", "--schema", small});  // a boxed value
  EXPECT_EQ(r.out, "       0  a\n       4    x: 5\n       8    s: \"abc\"\n");
  r = run(tool::kDecode, {"02000000 01000000 05000000 036162", "--schema", small});
  EXPECT_EQ(r.code, 1);
  EXPECT_EQ(r.out, "       0  f\n       4    x: a\n       8      x: 5\n");
  EXPECT_EQ(r.err, "vkext decode: f → x.s: not enough bytes at byte 12\n");
  const std::string rows = file("rows.tl",
                                "int ? = Int;\ntable#00000009 n:# rows:n*[a:int b:int] = Table;\n"
                                "---functions---\nget#0000000a = Table;\n");
  r = run(tool::kDecode, {"09000000 01000000 05000000 06000000", "--schema", rows});
  EXPECT_EQ(r.out,
            "       0  table\n       4    n: 1\n       8    rows: [1]\n       8      0: element\n"
            "       8        a: 5\n      12        b: 6\n")
      << r.err;
  EXPECT_EQ(run(tool::kDecode, {"0", "--schema", small}).code, 1);
  EXPECT_EQ(run(tool::kEncode, {"{", "--schema", small}).code, 1);
  EXPECT_EQ(run(tool::kEncode, {"[\"f\"]", "--schema", small}).err, "vkext encode: f → x: Field x not found\n");
  EXPECT_EQ(run(tool::kEncode, {"[\"f\"]"}).code, 2);
}

TEST(CommandText, WhatAServerSaysIsNoCommandForTheTerminal) {
  EXPECT_EQ("plain, привет\n\tnext", tool::printable("plain, привет\n\tnext"));
  EXPECT_EQ("\\x1b]0;title\\x07 \\x0d\\x00\\x7f", tool::printable(std::string_view("\x1b]0;title\a \r\0\x7f", 14)));
  EXPECT_EQ("\\xc2\\x9b31m \xc2\xa0", tool::printable("\xc2\x9b""31m \xc2\xa0"));
}

TEST_F(Commands, Help) {
  for (const tool::Command* c : {&tool::kServe, &tool::kCompile, &tool::kCheck, &tool::kShow, &tool::kDiff,
                                 &tool::kJson, &tool::kEncode, &tool::kDecode, &tool::kCall, &tool::kPing}) {
    const Ran r = run(*c, {"--help"});
    EXPECT_EQ(r.code, 0) << c->name;
    EXPECT_NE(r.out.find(std::string("Usage: vkext ") + c->name), std::string::npos);
    EXPECT_EQ(run(*c, {"--no-such-option"}).code, 2) << c->name;
  }
  EXPECT_EQ(run(tool::kServe, {}).code, 2);
  EXPECT_EQ(run(tool::kServe, {"--schema", kDemo, "--port", "99999"}).code, 2);
  EXPECT_EQ(run(tool::kCall, {"nonsense", "[]", "--schema", kDemo}).code, 2);
  EXPECT_EQ(run(tool::kPing, {"127.0.0.1:1", "-c", "1", "--timeout", "0.2"}).code, 1);
}

}  // namespace
}  // namespace vkext::test
