// The recordings of the incumbent: what it sent for a value and what it made of an answer, against ours.
//
// Skipped when the recordings are not there (VKEXT_SHARED). Where we mean to differ the case stands in a list with the
// decision that says so; a listed case that agrees after all is a failure too, so that the lists stay true.
#include <map>

#include "support/codec.h"

namespace vkext::test {
namespace {

const std::map<std::string, const char*> kStoredOtherwise = {
    {"int \" 7\"", "decision 30: white space in front of digits is skipped"},
    {"Bool \"true\"", "decision 30: PHP truthiness"},
    {"Bool 0.5", "decision 30: PHP truthiness"},
    {"string 1.5", "decision 30: floats in their shortest form"},
    {"string 0.1", "decision 30: floats in their shortest form"},
    {"Maybe [\"resultTrue\",null,5]", "a bug not to copy: the array itself was the value"},
    {"Maybe {\"_\":\"resultTrue\",\"1\":5}", "a bug not to copy: a crash"},
    {"Dict {\"-3\":1}", "decision 30: dictionary keys are signed"},
    {"IntKeyDict {\"x\":\"a\"}", "decision 30: a string key in an int dictionary is an error"},
};
const std::map<std::string, const char*> kFetchedOtherwise = {
    {"Vector neg", "decision 35: counts are unsigned, and too large ones are errors"},
    {"Dict emptykey", "decision 30: the empty key is kept"},
};

struct Recordings : ::testing::Test {
  void SetUp() override {
    if (shared_file("vectors/observed-untyped_store.json").empty()) GTEST_SKIP() << "no recordings";
    // Their schema is the vectors' and what that lacks of common.tl; only the declarations used here are repeated.
    schema = read_file(shared_file("vectors/tl-vectors.tl")) + R"(
---types---
rpcInvokeReqExtra {flags:#} wait_binlog_pos:flags.16?%long string_forward_keys:flags.18?%(Vector string)
  int_forward_keys:flags.19?%(Vector long) string_forward:flags.20?%string int_forward:flags.21?%long
  custom_timeout_ms:flags.23?%int = RpcInvokeReqExtra flags;
---functions---
@readwrite rpcDestFlags#e352035e {X:Type} flags:# extra:%(RpcInvokeReqExtra flags) query:!X = X;
@readwrite rpcDestActorFlags#f0a5acf7 {X:Type} actor_id:long flags:# extra:%(RpcInvokeReqExtra flags) query:!X = X;
@any engine.count = BoolStat;
@any engine.pid = net.Pid;
)";
  }
  static std::string text(const Tree& entry, const char* key) {
    const Tree* t = entry.find(key);
    return t && t->is_text() ? t->as_text() : std::string();
  }
  Tree load(const char* name) {
    auto parsed = tl::parse_json(read_file(shared_file(std::string("vectors/") + name)));
    EXPECT_TRUE(parsed.ok());
    return parsed.ok() ? *parsed : Tree::list();
  }
  std::string schema;
};

// Their list of [code, text]: the failure, then a line for everything around it.
bool same_errors(const Tree& theirs, const Encoded& ours) {
  const Tree& first = theirs.items()[0];
  if (first.items()[0].as_int() != ours.code) return false;
  if (ours.code == -103) return true;  // theirs has only the lines around it
  const std::string& said = first.items()[1].as_text();
  // Ours may say more behind theirs ("… array as vector: got int"), and names unnamed fields by position.
  return ours.error.compare(0, said.size(), said) == 0 || said == "Field  not found";
}

TEST_F(Recordings, Stores) {
  const Codec codec(schema);
  int same = 0, other = 0;
  const Tree all = load("observed-untyped_store.json");
  for (const Tree& e : all.items()) {
    const std::string name = text(e, "case");
    const Encoded got = codec.encode(text(e, "query"));
    const Tree* errors = e.find("errors");
    bool agrees = got.bytes == text(e, "request_hex");
    if (errors) agrees = agrees && got.code != 0 && same_errors(*errors, got);
    const auto known = kStoredOtherwise.find(name);
    EXPECT_EQ(agrees, known == kStoredOtherwise.end())
        << name << "\n ours: " << got.bytes << " " << got.code << " " << got.error << " at " << got.path
        << "\n theirs: " << text(e, "request_hex") << (errors ? to_json(*errors) : "");
    (agrees ? same : other)++;
    if (!agrees || !got.code) continue;
    EXPECT_FALSE(got.path.empty() && name != "empty" && name.find("query") == std::string::npos && name != "nofn")
        << name;
  }
  EXPECT_EQ(same + other, 168);
  EXPECT_EQ(other, static_cast<int>(kStoredOtherwise.size()));
}

// Strings that JSON cannot hold were written "hex:…"; everything else is plain.
TEST_F(Recordings, Fetches) {
  const Codec codec(schema);
  int count = 0;
  const Tree all = load("observed-untyped_fetch.json");
  for (const Tree& e : all.items()) {
    const std::string name = text(e, "case");
    const std::string hex = text(e, "answer_hex");
    const Tree* result = e.find("result");
    if (!result || hex[0] == 'E') continue;  // an error of the layer below
    const Tree* form = result->find("_");
    if (form && form->as_text() != "_") continue;  // headers and errors: rpc/headers
    if (hex.compare(0, 8, "f532e47a") == 0) continue;
    ++count;
    const Decoded got = codec.decode(text(e, "query"), hex);
    const bool agrees = form ? got.clean() && got.value == *result->find("result") : !got.clean();
    EXPECT_EQ(agrees, kFetchedOtherwise.count(name) == 0)
        << name << "\n ours: " << to_json(got.value) << " " << static_cast<int>(got.fault)
        << "\n theirs: " << to_json(*result);
  }
  EXPECT_EQ(count, 66);
}

}  // namespace
}  // namespace vkext::test
