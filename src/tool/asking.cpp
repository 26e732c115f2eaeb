// See asking.h. Options, and the way of one query: sent, waited for, its answer taken apart.
#include "tool/asking.h"

#include <getopt.h>

#include "base/clock.h"
#include "base/error_codes.h"
#include "crypto/key_schedule.h"
#include "rpc/headers.h"
#include "tl/decode.h"
#include "tl/load.h"
#include "tl/protocol_text.h"
#include "tl/tree_sink.h"

namespace vkext::tool {

using tl::Tree;

namespace {

constexpr size_t kUnpackedMax = 16u << 20;  // decision of the field: more than this is an attack

const option kOptions[] = {
    {"schema", required_argument, nullptr, 's'},   {"timeout", required_argument, nullptr, 't'},
    {"key-file", required_argument, nullptr, 'k'}, {"key", required_argument, nullptr, 'k'},
    {"actor", required_argument, nullptr, 'a'},    {"require-encryption", no_argument, nullptr, 'e'},
    {"version", required_argument, nullptr, 'v'},  {"count", required_argument, nullptr, 'c'},
    {"interval", required_argument, nullptr, 'i'}, {"json", no_argument, nullptr, 'j'},
    {"help", no_argument, nullptr, 'h'},           {nullptr, 0, nullptr, 0}};

// The fields of reqResultHeader; drops them from `rest`.
bool read_header(Bytes& rest, Tree& out) {
  const tl::PlanSet* set = protocol();
  if (!set) return false;
  uint32_t extra = tl::kNone;
  for (uint32_t p = 0; p < set->plans.size(); ++p) {
    if (set->name(set->plans[p].name) == "rpcReqResultExtra") extra = p;
  }
  if (extra == tl::kNone) return false;
  wire::Cursor in(rest);
  const uint32_t flags = in.fetch_int();
  tl::TreeSink sink(*set);
  const tl::DecodeOptions options;
  tl::Decoder<tl::TreeSink> decoder(*set, sink, in, options);
  Tree fields;
  decoder.fields_of(extra, &flags, &fields);
  if (!in.ok()) return false;
  out = std::move(Tree::map().set("flags", Tree::integer(flags)).set("extra", std::move(fields)));
  rest = rest.drop(in.offset());
  return true;
}

Reply read_answer(const rpc::Answer& answer) {
  Reply r;
  r.seconds = answer.duration_s;
  r.request_bytes = answer.request_bytes;
  r.response_bytes = answer.response_bytes;
  if (answer.state != rpc::QueryState::ready) {
    r.failed = true;
    r.code = answer.error_code;
    r.text = answer.error_text;
    return r;
  }
  Bytes rest = answer.body.bytes();
  rpc::AnswerView view = rpc::classify_answer(rest);
  if (view.kind == rpc::AnswerKind::header) {
    rest = view.rest;
    if (!read_header(rest, r.header)) return Reply::error(codes::kBadResponse, "the answer's header does not decode");
    view = rpc::classify_answer(rest);
  }
  Buffer unpacked;
  if (view.kind == rpc::AnswerKind::gzip) {
    const Status status = rpc::unpack_gzip(view.rest, kUnpackedMax, unpacked);
    if (!status.ok()) return Reply::error(codes::kBadResponse, status.error().text);
    rest = unpacked.bytes();
    view = rpc::classify_answer(rest);
  }
  switch (view.kind) {
    case rpc::AnswerKind::result:
      r.body.assign(view.rest.text());
      return r;
    case rpc::AnswerKind::error:
      r.failed = true;
      r.code = view.code;
      r.text = std::string(view.text);
      return r;
    case rpc::AnswerKind::tl2:
      return Reply::error(codes::kBadResponse, "the answer is TL2");
    default:
      return Reply::error(codes::kBadResponse, "the answer does not decode");
  }
}

}  // namespace

bool parse_target(const std::string& text, Target& out) {
  if (text.compare(0, 5, "unix:") == 0) {
    out.host = text;
    return text.size() > 5;
  }
  const size_t colon = text.rfind(':');
  long long port = 0;
  if (colon == std::string::npos || colon == 0 || !parse_integer(text.c_str() + colon + 1, 1, 65535, port))
    return false;
  out.host = text.substr(0, colon);
  out.port = static_cast<int>(port);
  return true;
}

int parse_options(const Command& self, int argc, char** argv, Connecting& out) {
  long long number = 0;
  opterr = 0;
  for (int c; (c = getopt_long(argc, argv, "hc:i:", kOptions, nullptr)) != -1;) {
    switch (c) {
      case 's':
        out.schema.emplace_back(optarg);
        break;
      case 't':
        if (!parse_seconds(optarg, out.timeout)) return usage_error(self, "--timeout wants seconds");
        break;
      case 'k': {
        // On this machine the client would go on in the clear; whoever names a key wants to know that it is none.
        const auto key = crypto::Key::from_file(optarg);
        if (!key.ok()) return failure(self, key.error().text);
        out.config.key_file = optarg;
        break;
      }
      case 'a':
        if (!parse_integer(optarg, INT64_MIN, INT64_MAX, number)) return usage_error(self, "--actor wants a number");
        out.actor = number;
        break;
      case 'e':
        out.config.require_encryption = true;
        break;
      case 'v':
        if (!parse_integer(optarg, 0, 2, number)) return usage_error(self, "--version wants 0, 1 or 2");
        out.config.protocol_version = static_cast<int>(number);
        break;
      case 'c':
        if (!parse_integer(optarg, 1, 1'000'000'000, out.count)) return usage_error(self, "--count wants a number");
        break;
      case 'i':
        if (!parse_seconds(optarg, out.interval)) return usage_error(self, "--interval wants seconds");
        break;
      case 'j':
        out.json = true;
        break;
      case 'h':
        print_help(self);
        return kHelped;
      default:
        return unknown_option(self, argv);
    }
  }
  return kFine;
}

tl::PlanSet* protocol() {
  static tl::PlanSet* set = [] {
    tl::Schema schema;
    tl::Diagnostics diagnostics;
    if (!tl::load_text({{"tl/rpc.tl", tl::kProtocolText}}, schema, diagnostics))
      return static_cast<tl::PlanSet*>(nullptr);
    auto compiled = tl::PlanSet::compile(std::move(schema));
    return compiled.ok() ? new tl::PlanSet(std::move(*compiled)) : nullptr;
  }();
  return set;
}

Result<uint32_t> connect(rpc::Client& client, const Target& target, const Connecting& options) {
  return client.open(target.host, target.port, Deadline::after(options.timeout), options.timeout, options.timeout);
}

Reply ask(rpc::Client& client, uint32_t target, Buffer& body, const Connecting& how) {
  rpc::SendOptions options;
  options.actor = how.actor;
  options.target = target;
  options.deadline = Deadline::after(how.timeout);
  options.limit_s = how.timeout;
  auto sent = client.send(options, body);
  if (!sent.ok()) return Reply::error(sent.error().code, sent.error().text);
  while (client.wait(sent->id, options.deadline) == rpc::Wait::interrupted) {
  }
  const rpc::Answer answer = client.take(sent->id);
  if (answer.state == rpc::QueryState::waiting) return Reply::error(codes::kTimeout, "timeout");
  return read_answer(answer);
}

}  // namespace vkext::tool
