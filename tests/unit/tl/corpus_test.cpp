// Real schemas of other projects, and broken ones: what compilers of others made of them is what we must make.
//
// The corpus is no part of the project: everything here is skipped when it is not there (VKEXT_SHARED).
#include <algorithm>
#include <map>
#include <sstream>

#include "base/buffer.h"
#include "base/bytes.h"
#include "support/same_plans.h"
#include "support/schema.h"
#include "tl/tlo_writer.h"

namespace vkext::test {
namespace {

std::vector<std::vector<std::string>> table(const std::string& path) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream in(file_text(path));
  for (std::string line; std::getline(in, line);) {
    if (line.empty() || line[0] == '#') continue;
    std::vector<std::string> row;
    std::istringstream cells(line);
    for (std::string cell; std::getline(cells, cell, '\t');) row.push_back(cell);
    rows.push_back(row);
  }
  return rows;
}

std::string without(std::string s, const std::string& all_of) {
  s.erase(std::remove_if(s.begin(), s.end(), [&](char c) { return all_of.find(c) != std::string::npos; }), s.end());
  return s;
}

struct Group {
  std::vector<tl::Source> sources;  // as compiled together
  size_t own = 0;                   // which of them the row is about
  bool complete = true;
};

struct Corpus : ::testing::Test {
  void SetUp() override {
    root = corpus_path("corpus");
    if (root.empty()) GTEST_SKIP() << "no corpus";
    root += '/';
  }

  // "(float double declarations)+goldmaster.tl+…": the primitives in brackets are declared by a source of their own.
  Group group(const std::string& file, std::string together) const {
    Group g;
    const std::string folder = file.substr(0, file.rfind('/') + 1);
    std::string primitives;
    if (together[0] == '(') {
      std::istringstream words(together.substr(1, together.find(')') - 1));
      together = together.substr(together.find('+') + 1);
      std::istringstream lines(file_text(root + "builtins.tl"));
      std::string wanted = words.str();
      for (std::string line; std::getline(lines, line);) {
        const std::string name = line.substr(0, line.find('#'));
        if ((' ' + wanted + ' ').find(' ' + name + ' ') != std::string::npos) primitives += line + '\n';
      }
    }
    std::istringstream parts(together);
    for (std::string part; std::getline(parts, part, '+');) {
      const std::string path = folder + part.substr(part.rfind('/') == std::string::npos ? 0 : part.rfind('/') + 1);
      tl::Source s{path, file_text(root + path)};
      if (s.text.empty()) g.complete = false;
      if (path == file) g.own = g.sources.size();
      g.sources.push_back(std::move(s));
    }
    // Last: the compiler that was given them lists them last.
    if (!primitives.empty()) g.sources.push_back({"primitives", primitives});
    return g;
  }

  std::string root;
};

std::string kind_name(tl::CombinatorKind kind) {
  return kind == tl::CombinatorKind::builtin    ? "builtin"
         : kind == tl::CombinatorKind::function ? "function"
                                                : "constructor";
}

TEST_F(Corpus, EveryCombinator) {
  size_t checked = 0;
  for (const auto& row : table(root + "MANIFEST.tsv")) {
    const Group g = group(row[0], row[1]);
    const std::string expected_path = root + row[0].substr(0, row[0].size() - 3) + ".expected.tsv";
    const auto expected = table(expected_path);
    if (!g.complete || expected.empty()) {
      std::cout << "not there, skipped: " << row[0] << '\n';
      continue;
    }
    const Loaded l = load_sources(g.sources);
    ASSERT_TRUE(l.ok) << row[0] << '\n' << l.errors();
    const bool go = row[2].find("tl2gen") != std::string::npos;
    std::vector<std::string> want, have;
    for (const auto& e : expected) {
      // tl2gen keeps parentheses inside square brackets, which is its own custom.
      want.push_back(e[0] + ' ' + e[1] + ' ' + e[2] + ' ' + e[3] + ' ' + (go ? without(e[4], "()") : e[4]));
    }
    for (const auto* list : {&l.schema.constructors, &l.schema.functions}) {
      for (const tl::Combinator& c : *list) {
        if (c.file != g.own || c.line == 0) continue;
        have.push_back(std::string(l.schema.name(c.name)) + ' ' + tl::magic_text(c.magic) + ' ' + kind_name(c.kind) +
                       ' ' + tl::result_text(l.schema, c) + ' ' + tl::canonical_text(l.schema, c));
      }
    }
    std::sort(want.begin(), want.end());
    std::sort(have.begin(), have.end());
    EXPECT_EQ(have, want) << row[0];
    checked += have.size();
  }
  EXPECT_GT(checked, 0u);
}

// Version, date and the compiler's private notes about types zeroed; kdb's notes use even the bit that means something.
std::string comparable(std::string tlo, bool all_flags) {
  if (tlo.size() < 16) return tlo;
  memset(&tlo[4], 0, 8);
  const uint32_t types = load_u32(&tlo[12]);
  size_t at = 16;
  for (uint32_t i = 0; i != types && at + 36 <= tlo.size(); ++i) {
    const auto name = static_cast<uint8_t>(tlo[at + 8]);
    at += 12 + ((name + 4u) & ~size_t{3});
    store_u32(&tlo[at], all_flags ? 0 : load_u32(&tlo[at]) & tl::kTypeHasDefault);
    at += 16;
  }
  return tlo;
}

std::string written(const tl::Schema& schema, int version, tl::TloStyle style) {
  tl::TloOptions options;
  options.version = version;
  options.style = style;
  Buffer out;
  const Status status = tl::write_tlo(schema, options, out);
  EXPECT_TRUE(status.ok()) << (status.ok() ? "" : status.error().text);
  return std::string(out.bytes().text());
}

TEST_F(Corpus, CompiledFilesByteForByte) {
  size_t checked = 0;
  for (const auto& row : table(root + "MANIFEST.tsv")) {
    const Group g = group(row[0], row[1]);
    if (!g.complete) continue;
    const Loaded l = load_sources(g.sources);
    ASSERT_TRUE(l.ok) << l.errors();
    std::istringstream names(row[4]);
    for (std::string word; names >> word;) {
      if (word.size() < 4 || word.substr(word.size() - 4) != ".tlo") continue;
      const std::string path = row[0].substr(0, row[0].rfind('/') + 1) + word;
      const std::string bytes = file_text(root + path);
      if (bytes.empty()) {
        std::cout << "not there, skipped: " << path << '\n';
        continue;
      }
      const int version = word[word.rfind(".v") + 2] - '0';
      const auto style = word.find("tl2gen") != std::string::npos ? tl::TloStyle::declared : tl::TloStyle::grouped;
      const bool kdb = word.find("tlc-new") != std::string::npos;
      const std::string want = comparable(bytes, kdb);
      EXPECT_TRUE(comparable(written(l.schema, version, style), kdb) == want) << "from text: " << path;
      const Loaded compiled = load_bytes(bytes);
      ASSERT_TRUE(compiled.ok) << path << '\n' << compiled.errors();
      EXPECT_TRUE(comparable(written(compiled.schema, version, style), kdb) == want) << "from .tlo: " << path;
      // As a source again, and back.
      const Loaded again = load(tl::schema_source(compiled.schema));
      ASSERT_TRUE(again.ok) << path << '\n' << again.errors();
      EXPECT_TRUE(written(again.schema, version, tl::TloStyle::grouped) ==
                  written(compiled.schema, version, tl::TloStyle::grouped))
          << "as text: " << path;
      ++checked;
    }
  }
  EXPECT_GT(checked, 0u);
}

TEST_F(Corpus, PlansThroughTheCompiledForm) {
  for (const auto& row : table(root + "MANIFEST.tsv")) {
    const Group g = group(row[0], row[1]);
    if (!g.complete) continue;
    const Loaded l = load_sources(g.sources);
    ASSERT_TRUE(l.ok) << l.errors();
    expect_same_plans(l.schema, row[0]);
  }
}

// The same for what lies in the project, which needs no corpus.
TEST(OwnSchemas, PlansThroughTheCompiledForm) {
  for (const char* name : {"tl/telegram.tl", "tl/demo.tl", "bench/bench.tl", "tests/support/zoo.tl",
                           "tests/fuzz/seeds/text/language.tl"}) {
    const Loaded l = load(file_text(std::string(VKEXT_SOURCE_DIR) + '/' + name));
    ASSERT_TRUE(l.ok) << name << '\n' << l.errors();
    expect_same_plans(l.schema, name);
  }
  const std::string folder = std::string(VKEXT_SOURCE_DIR) + "/tl/";
  for (const char* name : {"rpc.tl", "test.tl"}) {
    const Loaded l = load_sources({{"common.tl", file_text(folder + "common.tl")}, {name, file_text(folder + name)}});
    ASSERT_TRUE(l.ok) << name << '\n' << l.errors();
    expect_same_plans(l.schema, name);
  }
}

TEST_F(Corpus, BadTextIsRefusedAtItsPlace) {
  for (const auto& row : table(root + "bad/tl_errors.tsv")) {
    const std::string path = root + "bad/tl/" + row[0];
    const std::string text = file_text(path);
    if (text.empty()) {
      std::cout << "not there, skipped: " << path << '\n';
      continue;
    }
    const Loaded l = load(text);
    EXPECT_FALSE(l.ok) << row[0];
    ASSERT_FALSE(l.diagnostics.empty());
    EXPECT_EQ(std::to_string(l.diagnostics[0].line) + ':' + std::to_string(l.diagnostics[0].column),
              row[1] + ':' + row[2])
        << row[0] << ": " << l.errors();
  }
}

TEST_F(Corpus, BadCompiledFilesAreRefused) {
  for (const auto& row : table(root + "bad/tlo_errors.tsv")) {
    const Loaded l = load_bytes(file_text(root + "bad/tlo/" + row[0]));
    EXPECT_FALSE(l.ok) << row[0];
    ASSERT_FALSE(l.diagnostics.empty()) << row[0];
    EXPECT_NE(l.diagnostics[0].offset, tl::Diagnostic::kNoOffset) << row[0];
    EXPECT_FALSE(l.diagnostics[0].text.empty()) << row[0];
  }
}

TEST_F(Corpus, EveryTruncationIsRefused) {
  const std::string bytes = file_text(root + "open/kphp/kphp-common.tl-compiler.v4.tlo");
  if (bytes.empty()) GTEST_SKIP() << "file not there";
  for (size_t n = 0; n < bytes.size(); n += n < 4000 ? 1 : 37) EXPECT_FALSE(load_bytes(bytes.substr(0, n)).ok) << n;
}

// Any word replaced by a hostile one: read or refused, never anything else (run under sanitizers).
TEST_F(Corpus, HostileWords) {
  const std::string bytes = file_text(root + "open/kphp/kphp-common.tl-compiler.v4.tlo");
  if (bytes.empty()) GTEST_SKIP() << "file not there";
  size_t accepted = 0;
  for (size_t at = 12; at + 4 <= bytes.size(); at += 4) {
    constexpr uint32_t kWords[] = {0, 1, 2, 0xffffffff, 0x7fffffff, 0x70659eff, 0x2cecf817};
    std::string hostile = bytes;
    store_u32(&hostile[at], kWords[at / 4 % 7]);
    const Loaded l = load_bytes(hostile);
    accepted += l.ok;
    if (l.ok) tl::schema_source(l.schema);
  }
  EXPECT_GT(accepted, 0u);
}

}  // namespace
}  // namespace vkext::test
