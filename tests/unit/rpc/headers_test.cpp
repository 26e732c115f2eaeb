// Request heads rewritten byte for byte, answers told apart, and nothing read beyond the end.
#include "rpc/headers.h"

#include <gtest/gtest.h>
#include <zlib.h>

#include "support/hex.h"
#include "support/json.h"

namespace vkext::rpc {
namespace {

using testing::from_hex;
using testing::Json;
using testing::to_hex;

constexpr char kNop[] = "c6b76b16";

struct Rewritten {
  std::string hex;
  HeadFacts facts;
};

Rewritten rewrite(const std::string& body_hex, HeadOptions options, bool no_room = false) {
  const std::string body = from_hex(body_hex);
  Buffer buffer;
  buffer.append(body.data(), body.size());
  if (no_room) buffer.prepend(Buffer::kHeadRoom);
  if (no_room) memset(buffer.data(), 0, Buffer::kHeadRoom);
  Rewritten out;
  EXPECT_TRUE(rewrite_request_head(buffer, options, out.facts));
  EXPECT_FALSE(buffer.failed());
  out.hex = to_hex(buffer.bytes());
  return out;
}

HeadOptions options(int64_t actor, bool ignore_answer = false, int32_t timeout = 0) {
  return {actor, ignore_answer, timeout};
}

TEST(RequestHead, nothing_to_say) {
  EXPECT_EQ(kNop, rewrite(kNop, {}).hex);
  EXPECT_EQ("", rewrite("", {}).hex);
  EXPECT_EQ("bdaa", rewrite("bdaa", {}).hex);
  EXPECT_EQ("bdaa687501", rewrite("bdaa687501", {}).hex);  // no whole wrapper: not ours to touch
}

TEST(RequestHead, actor_and_ignore_answer) {
  EXPECT_EQ("f7aca5f0" "1500000000000000" "00000000" "c6b76b16", rewrite(kNop, options(21)).hex);
  EXPECT_EQ("f7aca5f0" "0000000000000000" "80000000" "c6b76b16", rewrite(kNop, options(0, true)).hex);
  EXPECT_EQ("f7aca5f0" "feffffffffffffff" "80000000" "c6b76b16", rewrite(kNop, options(-2, true)).hex);
  EXPECT_EQ("f7aca5f0" "1500000000000000" "00000000", rewrite("", options(21)).hex);
}

// Even a plain rpcDestActor leaves as rpcDestActorFlags.
TEST(RequestHead, wrappers_of_the_script) {
  const std::string actor9 = "bdaa68750900000000000000c6b76b16";
  EXPECT_EQ("f7aca5f0" "0900000000000000" "00000000" "c6b76b16", rewrite(actor9, {}).hex);
  EXPECT_EQ("f7aca5f0" "0900000000000000" "80000000" "c6b76b16", rewrite(actor9, options(0, true)).hex);
  const std::string flags = "5e0352e301000000c6b76b16";
  EXPECT_EQ("f7aca5f0" "0000000000000000" "01000000" "c6b76b16", rewrite(flags, {}).hex);
  EXPECT_EQ("f7aca5f0" "0700000000000000" "81000000" "c6b76b16", rewrite(flags, options(7, true)).hex);
  const std::string both = "f7aca5f0" "0900000000000000" "01000000" "c6b76b16";
  EXPECT_EQ(both, rewrite(both, {}).hex);
}

TEST(RequestHead, facts_for_warnings) {
  const Rewritten actor = rewrite("bdaa68750900000000000000c6b76b16", options(21));
  EXPECT_EQ("f7aca5f0" "1500000000000000" "00000000" "c6b76b16", actor.hex);
  EXPECT_TRUE(actor.facts.actor_overridden);
  EXPECT_EQ(9, actor.facts.body_actor);
  EXPECT_FALSE(rewrite("bdaa68750000000000000000c6b76b16", options(21)).facts.actor_overridden);
  const Rewritten cleared = rewrite("5e0352e381000000c6b76b16", {});
  EXPECT_EQ("f7aca5f0" "0000000000000000" "01000000" "c6b76b16", cleared.hex);
  EXPECT_TRUE(cleared.facts.no_result_cleared);
  EXPECT_FALSE(rewrite("5e0352e381000000c6b76b16", options(0, true)).facts.no_result_cleared);
}

// Bit 16 (a long) and bit 30 (a string) stand before and behind the timeout.
TEST(RequestHead, custom_timeout_in_its_place) {
  EXPECT_EQ("f7aca5f0" "0000000000000000" "00008000" "0e010000" "c6b76b16", rewrite(kNop, options(0, false, 270)).hex);
  EXPECT_EQ("f7aca5f0" "1500000000000000" "00008000" "0e010000" "c6b76b16", rewrite(kNop, options(21, false, 270)).hex);
  EXPECT_EQ("f7aca5f0" "0000000000000000" "00008140" "4444444444444444" "0e010000" "03637478" "c6b76b16",
            rewrite("5e0352e3" "00000140" "4444444444444444" "03637478" "c6b76b16", options(0, false, 270)).hex);
  // Set by the script: the script's stays.
  EXPECT_EQ("f7aca5f0" "0000000000000000" "00008000" "01000000" "c6b76b16",
            rewrite("5e0352e3" "00008000" "01000000" "c6b76b16", options(0, false, 270)).hex);
  // Unknown bits, or fields that are not there: nobody knows where it would stand.
  EXPECT_EQ("f7aca5f0" "0000000000000000" "20000000" "c6b76b16",
            rewrite("5e0352e3" "20000000" "c6b76b16", options(0, false, 270)).hex);
  EXPECT_EQ("f7aca5f0" "0000000000000000" "00000400" "ffffffff",
            rewrite("5e0352e3" "00000400" "ffffffff", options(0, false, 270)).hex);
}

TEST(RequestHead, without_room_in_front) {
  std::string padded(2 * Buffer::kHeadRoom, '0');
  padded += kNop;
  EXPECT_EQ("f7aca5f0" "1500000000000000" "00008000" "0e010000" + padded,
            rewrite(kNop, options(21, false, 270), true).hex);
}

TEST(Answer, plain) {
  const std::string body = from_hex("39d3ed3f");
  const AnswerView view = classify_answer(Bytes(body));
  EXPECT_EQ(AnswerKind::result, view.kind);
  EXPECT_EQ(4u, view.rest.size);
  EXPECT_EQ(AnswerKind::result, classify_answer({}).kind);
  EXPECT_EQ(AnswerKind::result, classify_answer(Bytes(std::string_view("abc"))).kind);
}

TEST(Answer, error_forms) {
  const std::string fields = "48f4ffff" "0774696d656f7574";
  for (const std::string& front : {std::string("f532e47a" "0100000000000000"), std::string("f632e47a"),
                                   std::string("7d8727b5")}) {
    const std::string body = from_hex(front + fields);
    const AnswerView view = classify_answer(Bytes(body));
    EXPECT_EQ(AnswerKind::error, view.kind);
    EXPECT_EQ(-3000, view.code);
    EXPECT_EQ("timeout", view.text);
    EXPECT_FALSE(view.surplus);
    for (size_t n = 4; n < body.size(); ++n) {
      const std::string cut = body.substr(0, n);
      EXPECT_EQ(AnswerKind::malformed, classify_answer(Bytes(cut)).kind) << n;
    }
    const std::string more = body + "more";
    EXPECT_TRUE(classify_answer(Bytes(more)).surplus);
    EXPECT_EQ("timeout", classify_answer(Bytes(more)).text);
  }
  const std::string top = from_hex(fields);
  EXPECT_EQ("timeout", parse_error_fields(Bytes(top)).text);
  EXPECT_EQ(AnswerKind::malformed, parse_error_fields(Bytes(top).first(4)).kind);
  EXPECT_EQ(AnswerKind::malformed, parse_error_fields({}).kind);
}

TEST(Answer, wrappers) {
  const std::string header = from_hex("e14cc88c" "00000000" "39d3ed3f");
  AnswerView view = classify_answer(Bytes(header));
  EXPECT_EQ(AnswerKind::header, view.kind);
  EXPECT_EQ("0000000039d3ed3f", to_hex(view.rest));
  const std::string tl2 = from_hex("544c3230" "01");
  EXPECT_EQ(AnswerKind::tl2, classify_answer(Bytes(tl2)).kind);
}

TEST(Answer, packed) {
  const std::string text = "39d3ed3f";
  uLongf size = 64;
  std::string packed(size, '\0');
  ASSERT_EQ(Z_OK, compress(reinterpret_cast<Bytef*>(packed.data()), &size, reinterpret_cast<const Bytef*>(text.data()),
                           static_cast<uLong>(text.size())));
  packed.resize(size);
  std::string body = from_hex("a1cf7230") + static_cast<char>(size) + packed;
  while (body.size() % 4) body += '\0';
  const AnswerView view = classify_answer(Bytes(body));
  ASSERT_EQ(AnswerKind::gzip, view.kind);
  Buffer out;
  ASSERT_TRUE(unpack_gzip(view.rest, 100, out).ok());
  EXPECT_EQ(text, out.bytes().text());
  EXPECT_FALSE(unpack_gzip(view.rest, 7, out).ok());
  EXPECT_EQ(AnswerKind::malformed, classify_answer(Bytes(body).first(12)).kind);
}

TEST(Request, wrappers_are_read) {
  const std::string body = from_hex("f7aca5f0" "1500000000000000" "80008000" "0e010000" "c6b76b16");
  auto head = parse_request(Bytes(body));
  ASSERT_TRUE(head.ok());
  EXPECT_EQ(21, head->actor);
  EXPECT_TRUE(head->no_result);
  EXPECT_EQ(270, head->custom_timeout_ms);
  EXPECT_EQ(kNop, to_hex(head->body));
  const std::string two = from_hex("bdaa6875" "0900000000000000" "5e0352e3" "00000000" "c6b76b16");
  head = parse_request(Bytes(two));
  ASSERT_TRUE(head.ok());
  EXPECT_TRUE(head->has_actor && head->has_extra);
  EXPECT_EQ(kNop, to_hex(head->body));
  const std::string tl2 = from_hex("544c3230" "544c3230");
  head = parse_request(Bytes(tl2));
  ASSERT_TRUE(head.ok());
  EXPECT_TRUE(head->tl2);
  EXPECT_EQ(4u, head->body.size);
  EXPECT_TRUE(parse_request({}).ok());
}

TEST(Request, bad_heads_are_answered) {
  for (const char* bad : {
           "bdaa6875" "0900000000000000" "bdaa6875" "0900000000000000",  // two actors
           "5e0352e3" "00000000" "5e0352e3" "00000000",                  // two extras
           "5e0352e3" "20000000", "5e0352e3" "00000080",                 // unknown bits
           "bdaa6875" "09000000", "5e0352e3",                            // cut short
           "5e0352e3" "00000400" "ffffffff",                             // a count of 2^32-1
           "5e0352e3" "00800000" "ffffff7f" "00000000",
           "5e0352e3" "00000010" "00000000",                             // persistent query of no kind
           "5e0352e3" "00000040" "ff000000",                             // a string of no form
       }) {
    const std::string body = from_hex(bad);
    auto head = parse_request(Bytes(body));
    ASSERT_FALSE(head.ok()) << bad;
    EXPECT_EQ(-1002, head.error().code);
    EXPECT_FALSE(head.error().text.empty());
  }
}

TEST(Request, error_answer) {
  Buffer out;
  append_error(out, 1, -3000, "timeout");
  EXPECT_EQ("f532e47a010000000000000048f4ffff0774696d656f7574", to_hex(out.bytes()));
}

TEST(Headers, recorded) {
  const Json file = Json::load(testing::shared_path("vectors/rpc-vectors.json"));
  if (!file) GTEST_SKIP() << "no recorded vectors";
  for (const Json& item : file["headers"].items()) {
    const std::string& name = item["name"].text();
    SCOPED_TRACE(name);
    const std::string bytes = from_hex(item["hex"].text());
    const Bytes body = Bytes(bytes).drop(8);
    if (name.compare(0, 4, "req.") == 0) {
      auto head = parse_request(body);
      ASSERT_TRUE(head.ok());
      EXPECT_EQ(kNop, to_hex(head->body));
      // Cut anywhere inside the head: refused, or a shorter body of no meaning; never read past.
      const size_t head_bytes = body.size - 4;
      for (size_t n = 0; n < head_bytes; ++n) {
        const std::string cut(body.first(n).text());
        auto part = parse_request(Bytes(cut));
        EXPECT_TRUE(!part.ok() || n < 4 || head_bytes == 0) << n;
      }
      if (name.find("everything") != std::string::npos) {
        EXPECT_EQ(-5, head->actor);
        EXPECT_EQ(270, head->custom_timeout_ms);
      }
    } else if (name == "err.top") {
      EXPECT_EQ("timeout", parse_error_fields(body).text);
    } else if (name == "err.header_then_wrapped_qid") {
      EXPECT_EQ(AnswerKind::header, classify_answer(body).kind);
      EXPECT_EQ("timeout", classify_answer(body.drop(16)).text);
    } else if (name.compare(0, 4, "err.") == 0) {
      const AnswerView view = classify_answer(body);
      EXPECT_EQ(AnswerKind::error, view.kind);
      EXPECT_EQ(-3000, view.code);
      EXPECT_EQ("timeout", view.text);
    } else if (name.compare(0, 4, "ans.") == 0) {
      EXPECT_EQ(name == "ans.bare" ? AnswerKind::result : AnswerKind::header, classify_answer(body).kind);
    }
  }
  // The everything request without its timeout: the timeout goes back to its place.
  for (const Json& item : file["headers"].items()) {
    if (item["name"].text() != "req.rpcDestActorFlags.everything") continue;
    const std::string whole = from_hex(item["hex"].text()).substr(8);
    const uint32_t bits = load_u32(whole.data() + 12);
    const size_t at = whole.find(from_hex("0e010000"), 16);
    ASSERT_NE(std::string::npos, at);
    std::string without = whole.substr(0, at) + whole.substr(at + 4);
    store_u32(without.data() + 12, bits & ~flags::kCustomTimeout);
    EXPECT_EQ(to_hex(whole.substr(0, 12)), rewrite(to_hex(without), options(0, true, 270)).hex.substr(0, 24));
    EXPECT_EQ(to_hex(whole), rewrite(to_hex(without), options(0, true, 270)).hex);
  }
}

}  // namespace
}  // namespace vkext::rpc
