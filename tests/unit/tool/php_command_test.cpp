// `vkext php` as a shell sees it: what is written, kept, refused and reported.
// rows: typed-1.1..2 typed-1.6
#include <getopt.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "tool/command.h"

namespace vkext::test {
namespace {

constexpr char kSchema[] = "shape x:int y:int = Shape;\n---functions---\nget#00000001 id:int = Shape;\n";
// get, shape, the three interfaces, the classes around answers, and what their header holds
constexpr char kSummary[] = "12 classes in 10 files";

struct PhpCommand : ::testing::Test {
  void SetUp() override {
    folder = testing::TempDir() + "vkext-php-XXXXXX";
    ASSERT_NE(mkdtemp(folder.data()), nullptr);
    schema = write("s.tl", kSchema);
  }
  void TearDown() override { ASSERT_EQ(system(("rm -rf '" + folder + "'").c_str()), 0); }

  std::string write(const std::string& name, const std::string& text) {
    const std::string path = folder + "/" + name;
    FILE* out = fopen(path.c_str(), "wb");
    EXPECT_TRUE(out) << path;
    fwrite(text.data(), 1, text.size(), out);
    fclose(out);
    return path;
  }
  std::string read(const std::string& name) {
    auto text = tool::read_all(folder + "/" + name, 1 << 20);
    return text.ok() ? *text : "absent";
  }
  bool exists(const std::string& name) { return access((folder + "/" + name).c_str(), F_OK) == 0; }

  int run(std::vector<std::string> arguments) {
    std::vector<char*> argv;
    std::string name = "php";
    argv.push_back(name.data());
    for (std::string& a : arguments) argv.push_back(a.data());
    argv.push_back(nullptr);
    optind = 0;
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int code = tool::kPhp.run(tool::kPhp, static_cast<int>(argv.size()) - 1, argv.data());
    fflush(stdout);
    out = testing::internal::GetCapturedStdout();
    err = testing::internal::GetCapturedStderr();
    return code;
  }
  int generate(std::vector<std::string> more = {}) {
    more.insert(more.begin(), {schema, "-o", folder + "/out"});
    return run(more);
  }

  std::string folder, schema, out, err;
};

TEST_F(PhpCommand, Writes) {
  EXPECT_EQ(generate(), 0) << err;
  EXPECT_EQ(out, folder + "/out/VK/TL: " + kSummary + "\n");
  EXPECT_EQ(err, "");
  EXPECT_NE(read("out/VK/TL/_common/Types/shape.php").find("class shape {\n"), std::string::npos);
  EXPECT_NE(read("out/VK/TL/_common/Functions/get.php").find("return 0x00000001;\n"), std::string::npos);
  struct stat before {
  }, after{};
  const std::string file = folder + "/out/VK/TL/_common/Types/shape.php";
  ASSERT_EQ(stat(file.c_str(), &before), 0);
  EXPECT_EQ(generate(), 0);
  EXPECT_EQ(out, folder + "/out/VK/TL: " + kSummary + ", all there already\n");
  write("s.tl", std::string(kSchema) + "other = Shape;\n");
  EXPECT_EQ(generate(), 0) << err;
  ASSERT_EQ(stat(file.c_str(), &after), 0);
  EXPECT_EQ(before.st_ino, after.st_ino);  // did not change: kept
  EXPECT_TRUE(exists("out/VK/TL/_common/Functions/other.php"));
  EXPECT_EQ(generate({"--quiet"}), 0);
  EXPECT_EQ(out, "");
}

TEST_F(PhpCommand, StaleFilesGo) {
  EXPECT_EQ(generate(), 0);
  write("s.tl", "shape x:int y:int = Shape;\n---functions---\nns.find id:int = Shape;\n");
  EXPECT_EQ(generate({"--check"}), 1);
  EXPECT_EQ(out, "stale: VK/TL/_common/Functions/get.php\nmissing: VK/TL/ns/Functions/ns_find.php\n");
  EXPECT_TRUE(exists("out/VK/TL/_common/Functions/get.php"));  // nothing was written
  EXPECT_FALSE(exists("out/VK/TL/ns"));
  EXPECT_EQ(generate(), 0) << err;
  EXPECT_FALSE(exists("out/VK/TL/_common/Functions"));
  EXPECT_TRUE(exists("out/VK/TL/ns/Functions/ns_find.php"));
  EXPECT_EQ(generate({"--check"}), 0);
  EXPECT_EQ(out, "10 files, none differs\n");
}

TEST_F(PhpCommand, CheckNamesWhatDiffers) {
  EXPECT_EQ(generate({"--check"}), 1);
  EXPECT_NE(out.find("missing: VK/TL/RpcFunction.php\n"), std::string::npos) << out;
  EXPECT_FALSE(exists("out"));
  EXPECT_EQ(generate(), 0);
  const std::string text = read("out/VK/TL/_common/Types/shape.php");
  write("out/VK/TL/_common/Types/shape.php", text + "// changed\n");
  EXPECT_EQ(generate({"--check"}), 1);
  EXPECT_EQ(out, "differs: VK/TL/_common/Types/shape.php\n");
  EXPECT_EQ(generate({"--check", "--modern"}), 1);
  EXPECT_EQ(generate(), 0);
  EXPECT_EQ(read("out/VK/TL/_common/Types/shape.php"), text);
}

TEST_F(PhpCommand, FilesOfOthersStay) {
  EXPECT_EQ(generate(), 0);
  write("out/VK/TL/README", "mine");
  write("out/VK/TL/_common/Types/shape.php", "<?php // by hand\n");
  write("out/VK/Other.php", "<?php // not in our way\n");
  EXPECT_EQ(generate({"--check"}), 1);
  EXPECT_EQ(out, "foreign: VK/TL/_common/Types/shape.php\n");
  EXPECT_EQ(generate(), 1);
  EXPECT_EQ(err, "vkext php: " + folder +
                     "/out/VK/TL/README and 1 more: not written by this command (--force goes over it)\n");
  EXPECT_EQ(read("out/VK/TL/_common/Types/shape.php"), "<?php // by hand\n");
  EXPECT_EQ(generate({"--force"}), 0) << err;
  EXPECT_EQ(read("out/VK/TL/README"), "mine");
  EXPECT_EQ(read("out/VK/Other.php"), "<?php // not in our way\n");
  EXPECT_NE(read("out/VK/TL/_common/Types/shape.php").find("AUTOGENERATED"), std::string::npos);
}

TEST_F(PhpCommand, NothingIsLeftBeside) {
  EXPECT_EQ(generate(), 0);
  write("s.tl", std::string(kSchema) + "other = Shape;\n");
  EXPECT_EQ(generate(), 0);
  EXPECT_NE(rmdir((folder + "/out/VK").c_str()), 0);
  ASSERT_EQ(system(("rm -rf '" + folder + "/out/VK/TL'").c_str()), 0);
  EXPECT_EQ(rmdir((folder + "/out/VK").c_str()), 0);
}

TEST_F(PhpCommand, Modes) {
  const mode_t before = umask(027);
  EXPECT_EQ(generate(), 0);
  EXPECT_EQ(umask(before), 027u);
  struct stat info {};
  ASSERT_EQ(stat((folder + "/out/VK/TL").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0750u);
  ASSERT_EQ(stat((folder + "/out/VK/TL/RpcFunction.php").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0640u);
}

TEST_F(PhpCommand, LinksStay) {
  ASSERT_EQ(mkdir((folder + "/elsewhere").c_str(), 0777), 0);
  ASSERT_EQ(mkdir((folder + "/elsewhere/TL").c_str(), 0777), 0);
  ASSERT_EQ(mkdir((folder + "/out").c_str(), 0777), 0);
  ASSERT_EQ(mkdir((folder + "/out/VK").c_str(), 0777), 0);
  ASSERT_EQ(symlink("../../elsewhere/TL", (folder + "/out/VK/TL").c_str()), 0);
  EXPECT_EQ(generate(), 0) << err;
  struct stat info {};
  ASSERT_EQ(lstat((folder + "/out/VK/TL").c_str(), &info), 0);
  EXPECT_TRUE(S_ISLNK(info.st_mode));
  EXPECT_TRUE(exists("elsewhere/TL/RpcFunction.php"));
  EXPECT_EQ(generate({"--modern"}), 0) << err;
  EXPECT_EQ(generate({"--modern", "--check"}), 0) << out;
}

TEST_F(PhpCommand, CannotBeWritten) {
  write("out", "a file");
  EXPECT_EQ(generate(), 1);
  EXPECT_EQ(err.find("vkext php: " + folder + "/out"), 0u) << err;
}

TEST_F(PhpCommand, Renamed) {
  write("s.tl", "---functions---\nlist = Int;\nlist.get = Int;\n");
  EXPECT_EQ(generate(), 0);
  EXPECT_EQ(err,
            "vkext php: list: its class is called VK\\TL\\_common\\Functions\\list_, because PHP has that word\n"
            "vkext php: namespace list: PHP 7.4 cannot parse it, 8.0 and later can\n");
}

TEST_F(PhpCommand, BadSchema) {
  write("s.tl", "---functions---\nget = Nope;\n");
  EXPECT_EQ(generate(), 1);
  EXPECT_EQ(err.find(schema + ":2:7: error: "), 0u) << err;
  EXPECT_FALSE(exists("out"));
}

TEST_F(PhpCommand, Usage) {
  EXPECT_EQ(run({"--help"}), 0);
  EXPECT_NE(out.find("--gen-tl-internals"), std::string::npos);
  EXPECT_EQ(run({schema}), 2);
  EXPECT_EQ(err, "vkext php: -o DIR is missing\nTry: vkext php --help\n");
  EXPECT_EQ(run({"-o", folder}), 2);
  EXPECT_EQ(run({schema, "--nope"}), 2);
}

}  // namespace
}  // namespace vkext::test
