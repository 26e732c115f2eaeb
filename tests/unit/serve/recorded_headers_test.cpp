// The recorded request and answer headers through the codec, by tl/rpc.tl, and through a serving session.
#include <gtest/gtest.h>

#include "rpc/headers.h"
#include "serve/service.h"
#include "serve/session.h"
#include "support/codec.h"
#include "support/json.h"
#include "support/rpc_peer.h"

namespace vkext::test {
namespace {

const Codec& protocol() {
  static const Codec codec(read_file(VKEXT_SOURCE_DIR "/tl/common.tl") + read_file(VKEXT_SOURCE_DIR "/tl/rpc.tl"));
  return codec;
}

constexpr char kNopQuery[] = "['_' => 'engine.nop']";

// What a script would write for each recorded request.
const std::vector<std::pair<std::string, std::string>> kRequests = {
    {"req.bare", kNopQuery},
    {"req.rpcDestActor", "['_' => 'rpcDestActor', 'actor_id' => 21, 'query' => ['_' => 'engine.nop']]"},
    {"req.rpcDestFlags.no_result",
     "['_' => 'rpcDestFlags', 'flags' => 128, 'extra' => ['no_result' => true], 'query' => ['_' => 'engine.nop']]"},
    {"req.rpcDestActorFlags.timeout",
     "['_' => 'rpcDestActorFlags', 'actor_id' => 21, 'flags' => 8388608, 'extra' => ['custom_timeout_ms' => 300],"
     " 'query' => ['_' => 'engine.nop']]"},
    {"req.rpcDestActorFlags.everything",
     "['_' => 'rpcDestActorFlags', 'actor_id' => -5, 'flags' => 2126365663, 'extra' => ["
     " 'return_binlog_pos' => true, 'return_binlog_time' => true, 'return_pid' => true,"
     " 'return_request_sizes' => true, 'return_failed_subqueries' => true, 'return_query_stats' => true,"
     " 'no_result' => true, 'must_be_master' => true, 'requester_id' => 77, 'return_shards_binlog_pos' => true,"
     " 'wait_shards_binlog_pos' => ['s0' => 5], 'wait_binlog_pos' => 1000,"
     " 'string_forward_keys' => ['a', 'bcd'], 'int_forward_keys' => [-1], 'string_forward' => 'fwd',"
     " 'int_forward' => 42, 'custom_timeout_ms' => 270, 'supported_compression_version' => 2,"
     " 'random_delay' => 0.5, 'return_view_number' => true,"
     " 'persistent_query' => ['_' => 'exactlyOnce.prepareRequest', 'persistent_query_uuid' => ['lo' => 1, 'hi' => 2]],"
     " 'trace_context' => ['fields_mask' => 141, 'trace_id' => ['lo' => 11, 'hi' => 22], 'parent_id' => 33,"
     "  'source_id' => 'src', 'reserved_status_0' => true, 'debug_flag' => true],"
     " 'execution_context' => 'exec-ctx'], 'query' => ['_' => 'engine.nop']]"},
};

struct NothingElse : serve::Service {
  serve::Outcome call(Bytes, Buffer&) override { return serve::Outcome::error(-2000, "only engine.nop is asked here"); }
};

class RecordedHeaders : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string path = testing::shared_path("vectors/rpc-vectors.json");
    file = testing::Json::load(path);
    if (!file) GTEST_SKIP() << "no recorded vectors";
  }
  // The bytes behind the query id.
  std::string body(const std::string& name) const {
    for (const auto& item : file["headers"].items()) {
      if (item["name"].text() == name) return item["hex"].text().substr(16);
    }
    ADD_FAILURE() << name << " is not recorded";
    return {};
  }
  testing::Json file;
};

TEST_F(RecordedHeaders, RequestsAreBuiltByTheCodec) {
  for (const auto& [name, query] : kRequests) {
    const Encoded e = protocol().encode(query);
    EXPECT_EQ(0, e.code) << name << ": " << e.path << ": " << e.error;
    EXPECT_EQ(body(name), e.bytes) << name;
  }
}

TEST_F(RecordedHeaders, TheServerReadsRequests) {
  for (const auto& [name, query] : kRequests) {
    SCOPED_TRACE(name);
    NothingElse service;
    serve::ServerState state;
    state.service = &service;
    rpc::Setup us = testing::client_setup();
    rpc::Setup them;
    them.role = rpc::Role::server;
    rpc::Connection client(us);
    serve::Session session(them, state);
    std::string answer = "none";
    const auto carry = [&] {
      const std::string bytes = testing::written(client);
      size_t room = 0;
      uint8_t* to = session.connection().receive_room(room);
      ASSERT_LT(bytes.size(), room);
      memcpy(to, bytes.data(), bytes.size());
      session.connection().received(bytes.size(), 1);
      EXPECT_TRUE(session.serve(1));
      for (const auto& seen : testing::feed(client, testing::written(session.connection()))) {
        answer = to_hex(Bytes(seen.body));
      }
    };
    for (int i = 0; i < 4 && !client.is_ready(); ++i) carry();
    ASSERT_TRUE(client.is_ready());
    const std::string bytes = from_hex(body(name));
    ASSERT_TRUE(client.send_request(1, Bytes(bytes)).ok());
    carry();
    const bool no_result = name.find("no_result") != std::string::npos || name.find("everything") != std::string::npos;
    EXPECT_EQ(no_result ? "none" : "39d3ed3f", answer);
    EXPECT_EQ(1u, state.requests);
    EXPECT_EQ(0u, state.errors);
  }
}

TEST_F(RecordedHeaders, AnswersAreReadByTheCodec) {
  const tl::PlanSet& set = protocol().set();
  uint32_t extra = tl::kNone;
  for (uint32_t p = 0; p < set.plans.size(); ++p) {
    if (set.name(set.plans[p].name) == "rpcReqResultExtra") extra = p;
  }
  ASSERT_NE(tl::kNone, extra);
  const auto header = [&](const std::string& name, uint32_t& flags, Tree& fields) {
    const std::string bytes = from_hex(body(name));
    const rpc::AnswerView view = rpc::classify_answer(Bytes(bytes));
    EXPECT_EQ(rpc::AnswerKind::header, view.kind);
    wire::Cursor in(view.rest);
    flags = in.fetch_int();
    tl::TreeSink sink(set);
    const tl::DecodeOptions options;
    tl::Decoder<tl::TreeSink> decoder(set, sink, in, options);
    decoder.fields_of(extra, &flags, &fields);
    EXPECT_TRUE(in.ok());
    return to_hex(view.rest.drop(in.offset()));
  };
  uint32_t flags = 0;
  Tree fields;
  EXPECT_EQ("39d3ed3f", header("ans.reqResultHeader.everything", flags, fields));
  EXPECT_EQ(0x0800407fu, flags);
  EXPECT_EQ(php("['binlog_pos' => 100, 'binlog_time' => 200,"
                " 'engine_pid' => ['ip' => 167772161, 'port_pid' => 50923870, 'utime' => 1704984576],"
                " 'request_size' => 20, 'response_size' => 4, 'failed_subqueries' => 0, 'compression_version' => 0,"
                " 'stats' => ['proxy_got_query_ts' => '1.000000000', 'got_answer_from_engine_ts' => '2.000000000'],"
                " 'shards_binlog_pos' => ['s0' => 5], 'epoch_number' => 7, 'view_number' => 8]"),
            fields)
      << tl::to_json(fields, tl::JsonStyle::indented);
  EXPECT_EQ("39d3ed3f", header("ans.reqResultHeader.request_size", flags, fields));
  EXPECT_EQ(8u, flags);
  EXPECT_EQ(php("['request_size' => 4, 'response_size' => 4]"), fields);
  const std::string rest = header("err.header_then_wrapped_qid", flags, fields);
  const std::string bytes = from_hex(rest);
  EXPECT_EQ("timeout", rpc::classify_answer(Bytes(bytes)).text);
  EXPECT_EQ(php("['request_size' => 4, 'response_size' => 0]"), fields);
}

}  // namespace
}  // namespace vkext::test
