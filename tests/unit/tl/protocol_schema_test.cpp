// tl/common.tl, tl/rpc.tl, tl/test.tl: they load, and the protocol's numbers are the ones on the wire.
#include "support/schema.h"
#include "tl/magic.h"

namespace vkext::test {
namespace {

std::vector<tl::Source> own(const std::vector<std::string>& names) {
  std::vector<tl::Source> out;
  for (const std::string& n : names) out.push_back({n, file_text(VKEXT_SOURCE_DIR "/tl/" + n)});
  return out;
}

TEST(ProtocolSchema, Loads) {
  const Loaded l = load_sources(own({"common.tl", "rpc.tl", "test.tl"}));
  EXPECT_TRUE(l.ok) << l.errors();
  EXPECT_EQ(l.warnings(), "");
}

// Everything in common.tl is the CRC of its line, written out.
TEST(ProtocolSchema, CommonMagicsAreComputed) {
  const Loaded l = load_sources(own({"common.tl"}));
  ASSERT_TRUE(l.ok) << l.errors();
  for (const tl::Combinator& c : l.schema.constructors) {
    EXPECT_EQ(l.magic(l.schema.name(c.name)), tl::magic_text(tl::computed_magic(l.schema, c)));
    EXPECT_TRUE(c.magic_explicit);
  }
}

TEST(ProtocolSchema, PinnedMagics) {
  const Loaded l = load_sources(own({"common.tl", "rpc.tl"}));
  ASSERT_TRUE(l.ok) << l.errors();
  const std::vector<std::pair<const char*, const char*>> known = {{"rpcInvokeReq", "2374df3d"},
                                                                  {"rpcReqResult", "63aeda4e"},
                                                                  {"rpcReqError", "7ae432f5"},
                                                                  {"rpcReqErrorWrapped", "7ae432f6"},
                                                                  {"reqError", "b527877d"},
                                                                  {"reqResultHeader", "8cc84ce1"},
                                                                  {"rpcDestActor", "7568aabd"},
                                                                  {"rpcDestFlags", "e352035e"},
                                                                  {"rpcDestActorFlags", "f0a5acf7"},
                                                                  {"rpcInvokeReqExtra", "f3ef81a9"},
                                                                  {"rpcReqResultExtra", "c5011709"},
                                                                  {"rpcPing", "5730a2df"},
                                                                  {"rpcPong", "8430eaa7"},
                                                                  {"rpcCancelReq", "193f1b22"},
                                                                  {"rpcServerWantsFin", "a8ddbc46"},
                                                                  {"rpcClientWantsFin", "0b73429e"},
                                                                  {"rpcProxy.diagonal", "bceb94c3"},
                                                                  {"net.pid", "46409ccf"},
                                                                  {"exactlyOnce.uuid", "c97c16b2"},
                                                                  {"tracing.traceID", "2f4ac855"},
                                                                  {"tracing.traceContext", "c463a95c"},
                                                                  {"stat", "9d56e6b2"},
                                                                  {"engine.nop", "166bb7c6"},
                                                                  {"engine.pid", "559d6e36"},
                                                                  {"engine.stat", "efb3c36b"},
                                                                  {"_", "840e0ecc"},
                                                                  {"exactlyOnce.prepareRequest", "c8d71b66"},
                                                                  {"exactlyOnce.commitRequest", "6836b983"}};
  for (const auto& [name, magic] : known) EXPECT_EQ(l.magic(name), magic) << name;
  // The derived ones among them are the CRC of their lines.
  for (const char* name : {"reqError", "rpcClientWantsFin", "rpcProxy.diagonal", "net.pid", "exactlyOnce.uuid",
                           "tracing.traceID", "exactlyOnce.prepareRequest", "exactlyOnce.commitRequest"}) {
    EXPECT_EQ(tl::computed_magic(l.schema, *l.find(name)), l.find(name)->magic) << name;
  }
}

// The bits of both headers, as the wire has them.
TEST(ProtocolSchema, HeaderBits) {
  const Loaded l = load_sources(own({"common.tl", "rpc.tl"}));
  ASSERT_TRUE(l.ok) << l.errors();
  const auto mask = [&](const char* name) {
    uint32_t bits = 0;
    const tl::Combinator& c = *l.find(name);
    for (uint32_t i = c.first_arg; i != c.first_arg + c.arg_count; ++i) {
      if (l.schema.args[i].flags & tl::kArgConditional) bits |= 1u << l.schema.args[i].bit;
    }
    return bits;
  };
  EXPECT_EQ(mask("rpcInvokeReqExtra"), 0x7ebd00dfu | 1u << 8 | 1u << 9 | 1u << 14 | 1u << 15);
  EXPECT_EQ(mask("rpcReqResultExtra"), 0x0800407fu);
}

}  // namespace
}  // namespace vkext::test
