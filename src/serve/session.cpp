// Requests to answers. See session.h.
#include "serve/session.h"

#include <ctime>

#include "rpc/packet.h"
#include "tl/plan_magics.h"
#include "wire/writer.h"

namespace vkext::serve {

namespace {

constexpr uint32_t kEngineNop = 0x166bb7c6;
constexpr uint32_t kEnginePid = 0x559d6e36;
constexpr uint32_t kNetPid = 0x46409ccf;

// Bits of a request's flags that ask for a field of the answer's header.
enum HeaderBit : uint32_t {
  kBinlogPosition = 1u << 0,
  kBinlogTime = 1u << 1,
  kEngineProcess = 1u << 2,
  kSizes = 1u << 3,
  kFailedSubqueries = 1u << 4,
  kStats = 1u << 6,
  kViewNumber = 1u << 27,
};
constexpr uint32_t kHeaderBits =
    kBinlogPosition | kBinlogTime | kEngineProcess | kSizes | kFailedSubqueries | kStats | kViewNumber;

// Bytes that reqResultHeader takes for these fields.
uint32_t header_bytes(uint32_t flags) {
  uint32_t n = 8;
  if (flags & kBinlogPosition) n += 8;
  if (flags & kBinlogTime) n += 8;
  if (flags & kEngineProcess) n += 12;
  if (flags & kSizes) n += 8;
  if (flags & kFailedSubqueries) n += 4;
  if (flags & kStats) n += 4;
  if (flags & kViewNumber) n += 16;
  return n;
}

void store_header(wire::Writer& out, uint32_t flags, const ServerState& server, uint32_t request_bytes,
                  uint32_t response_bytes) {
  out.store_int(rpc::magic::kReqResultHeader);
  out.store_int(flags);
  if (flags & kBinlogPosition) out.store_long(server.requests);
  if (flags & kBinlogTime) out.store_long(static_cast<uint64_t>(time(nullptr)));
  if (flags & kEngineProcess) {
    out.store_int(server.identity.ip);
    out.store_int(uint32_t{server.identity.pid} << 16 | server.identity.port);
    out.store_int(server.identity.start_time);
  }
  if (flags & kSizes) {
    out.store_int(request_bytes);
    out.store_int(response_bytes);
  }
  if (flags & kFailedSubqueries) out.store_int(0);
  if (flags & kStats) out.store_int(0);  // an empty dictionary
  if (flags & kViewNumber) {
    out.store_long(0);
    out.store_long(0);
  }
}

}  // namespace

bool Session::serve(int64_t now_ns) {
  rpc::Packet packet;
  while (wants_input()) {
    switch (connection_.next(packet)) {
      case rpc::Next::none:
        return true;
      case rpc::Next::failed:
        return false;
      case rpc::Next::packet:
        break;
    }
    if (packet.kind == rpc::PacketKind::request) {
      request(packet.query_id, packet.body.bytes(), packet.length, now_ns);
    } else if (packet.kind == rpc::PacketKind::cancel) {
      const auto it = delayed_.find(packet.query_id);
      if (it != delayed_.end()) {
        due_.erase(it->second.due);
        delayed_.erase(it);
      }
    }
    packet.body.reset();
  }
  return true;
}

// Two calls that every server answers, whatever its schema. True when `body` was one; the answer is in answer_.
bool Session::health(Bytes body) {
  if (body.size != 4) return false;
  const uint32_t magic = load_u32(body.data);
  wire::Writer out(answer_);
  if (magic == kEngineNop) {
    out.store_int(tl::magic::kTrue);
    return true;
  }
  if (magic != kEnginePid) return false;
  out.store_int(kNetPid);
  out.store_int(server_.identity.ip);
  out.store_int(uint32_t{server_.identity.pid} << 16 | server_.identity.port);
  out.store_int(server_.identity.start_time);
  return true;
}

void Session::request(uint64_t query_id, Bytes body, uint32_t packet_bytes, int64_t now_ns) {
  ++server_.requests;
  answer_.clear();
  rpc::RequestHead head;
  Outcome outcome;
  auto parsed = rpc::parse_request(body);
  if (!parsed.ok()) {
    outcome = Outcome::error(parsed.error().code, parsed.error().text);
  } else {
    head = *parsed;
    if (head.tl2) {
      outcome = Outcome::error(errors::kSyntax, "TL2 is not spoken here");
    } else if (delayed_.count(query_id)) {
      outcome = Outcome::error(errors::kHandler, "a query with this id is being served");
    } else if (server_.stopping) {
      outcome = Outcome::error(errors::kShuttingDown, "the server is shutting down");
    } else if (!health(head.body)) {
      outcome = server_.service->call(head.body, answer_);
    }
  }
  if (!outcome.failed && outcome.delay_ms > 0 && delayed_.size() >= kDelayedMax) {
    outcome = Outcome::error(errors::kHandler, "too many queries are waiting on this connection");
  }
  if (head.custom_timeout_ms > 0 && outcome.delay_ms > head.custom_timeout_ms) {
    outcome = Outcome::error(errors::kTimeout, "timeout");
    outcome.delay_ms = head.custom_timeout_ms;
  }
  if (outcome.failed) ++server_.errors;
  if (!head.no_result) reply(query_id, head, packet_bytes, outcome, now_ns);
}

void Session::reply(uint64_t query_id, const rpc::RequestHead& head, uint32_t packet_bytes, const Outcome& outcome,
                    int64_t now_ns) {
  if (outcome.failed) {
    answer_.clear();
    rpc::append_error(answer_, query_id, outcome.code, outcome.text);
  }
  const uint32_t flags = head.flags & kHeaderBits;
  Bytes body = answer_.bytes();
  if (flags) {
    out_.clear();
    wire::Writer out(out_);
    const size_t bytes = limits::kPacketOverhead + sizeof query_id + header_bytes(flags) + body.size;
    store_header(out, flags, server_, packet_bytes, static_cast<uint32_t>(bytes));
    out.store_raw(body.data, body.size);
    body = out_.bytes();
  }
  if (outcome.delay_ms <= 0) return send(query_id, body);
  const auto due = due_.emplace(now_ns + outcome.delay_ms * 1'000'000, query_id);
  delayed_[query_id] = {std::string(body.text()), due};
}

void Session::send(uint64_t query_id, Bytes body) {
  const Status sent = connection_.send_result(query_id, body);
  if (sent.ok() || body.size <= limits::kIoChunkBytes) return;
  ++server_.errors;
  answer_.clear();
  rpc::append_error(answer_, query_id, errors::kTooLarge, "the answer is too large");
  (void)connection_.send_result(query_id, answer_.bytes());
}

void Session::answer_due(int64_t now_ns) {
  while (!due_.empty() && due_.begin()->first <= now_ns) {
    const uint64_t query_id = due_.begin()->second;
    due_.erase(due_.begin());
    const auto it = delayed_.find(query_id);
    send(query_id, Bytes(it->second.bytes));
    delayed_.erase(it);
  }
}

void Session::stop() {
  for (const auto& [query_id, delayed] : delayed_) {
    answer_.clear();
    rpc::append_error(answer_, query_id, errors::kShuttingDown, "the server is shutting down");
    send(query_id, answer_.bytes());
  }
  delayed_.clear();
  due_.clear();
  if (connection_.is_ready()) (void)connection_.send_fin();
}

}  // namespace vkext::serve
