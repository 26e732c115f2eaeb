// Request heads are rewritten where they stand, answers are told apart by their first word.
#include "rpc/headers.h"

#include <string>

#include "base/inflate.h"
#include "wire/cursor.h"
#include "wire/writer.h"

namespace vkext::rpc {
namespace {

using wire::Cursor;

// RpcInvokeReqExtra: the bits that carry a field, in the order of the fields, and every bit that may be set.
constexpr uint32_t kRequesterId = 1u << 9;
constexpr uint32_t kWaitShards = 1u << 15;
constexpr uint32_t kWaitBinlog = 1u << 16;
constexpr uint32_t kStringForwardKeys = 1u << 18;
constexpr uint32_t kIntForwardKeys = 1u << 19;
constexpr uint32_t kStringForward = 1u << 20;
constexpr uint32_t kIntForward = 1u << 21;
constexpr uint32_t kCompression = 1u << 25;
constexpr uint32_t kRandomDelay = 1u << 26;
constexpr uint32_t kPersistentQuery = 1u << 28;
constexpr uint32_t kTraceContext = 1u << 29;
constexpr uint32_t kExecutionContext = 1u << 30;
constexpr uint32_t kRequestBits = 0x7ebdc3df;

size_t wrapper_bytes(uint32_t wrapper) {
  switch (wrapper) {
    case magic::kDestActor: return 12;
    case magic::kDestFlags: return 8;
    case magic::kDestActorFlags: return 16;
    default: return 0;
  }
}

// Fields of the bits below custom_timeout_ms. The cursor is poisoned when they are not all there.
void skip_fields_before_timeout(Cursor& in, uint32_t bits) {
  if (bits & kRequesterId) in.fetch_long();
  if (bits & kWaitShards) {
    for (uint32_t n = in.fetch_count(12); n && in.ok(); --n) {
      in.fetch_string();
      in.fetch_long();
    }
  }
  if (bits & kWaitBinlog) in.fetch_long();
  if (bits & kStringForwardKeys) {
    for (uint32_t n = in.fetch_count(4); n && in.ok(); --n) in.fetch_string();
  }
  if (bits & kIntForwardKeys) in.fetch_raw(size_t{in.fetch_count(8)} * 8);
  if (bits & kStringForward) in.fetch_string();
  if (bits & kIntForward) in.fetch_long();
}

void skip_fields_after_timeout(Cursor& in, uint32_t bits) {
  if (bits & kCompression) in.fetch_int();
  if (bits & kRandomDelay) in.fetch_long();
  if (bits & kPersistentQuery) {
    const uint32_t kind = in.fetch_int();
    if (kind != magic::kPrepareRequest && kind != magic::kCommitRequest) in.poison(wire::Fault::magic);
    in.fetch_raw(kind == magic::kCommitRequest ? 32 : 16);
  }
  if (bits & kTraceContext) {
    const uint32_t mask = in.fetch_int();
    in.fetch_raw(16);
    if (mask & 4) in.fetch_long();
    if (mask & 8) in.fetch_string();
  }
  if (bits & kExecutionContext) in.fetch_string();
}

// n more bytes in front of the body.
bool grow_front(Buffer& body, size_t n) {
  if (body.head_room() >= n) {
    body.prepend(n);
    return true;
  }
  const size_t size = body.size();
  if (!body.append(n)) return false;
  memmove(body.data() + n, body.data(), size);
  return true;
}

}  // namespace

bool rewrite_request_head(Buffer& body, const HeadOptions& options, HeadFacts& facts) {
  const uint32_t first = body.size() >= 4 ? load_u32(body.data()) : 0;
  size_t old_bytes = wrapper_bytes(first);
  if (old_bytes > body.size()) old_bytes = 0;
  const bool wants_timeout = options.custom_timeout_ms > 0;
  if (!old_bytes && !options.actor && !options.ignore_answer && !wants_timeout) return true;

  int64_t actor = 0;
  uint32_t bits = 0;
  if (old_bytes) {
    const uint8_t* p = body.data() + 4;
    if (first != magic::kDestFlags) {
      actor = static_cast<int64_t>(load_u64(p));
      p += 8;
    }
    if (first != magic::kDestActor) bits = load_u32(p);
  }
  if (options.actor) {
    facts.actor_overridden = actor != 0;
    facts.body_actor = actor;
    actor = options.actor;
  }
  if (options.ignore_answer) {
    bits |= flags::kNoResult;
  } else if (bits & flags::kNoResult) {
    facts.no_result_cleared = true;
    bits &= ~flags::kNoResult;
  }

  // Our timeout stands among the script's fields in the order of bits. If those cannot be read, the server will say so
  // better than we can: they leave as they are.
  bool add_timeout = wants_timeout && !(bits & flags::kCustomTimeout) && !(bits & ~kRequestBits);
  size_t before = 0;
  if (add_timeout && bits) {
    Cursor in(body.bytes().drop(old_bytes));
    skip_fields_before_timeout(in, bits);
    before = in.offset();
    add_timeout = in.ok();
  }
  const size_t new_bytes = 16 + (add_timeout ? 4 : 0);
  if (!grow_front(body, new_bytes - old_bytes)) return false;
  uint8_t* p = body.data();
  if (add_timeout) {
    memmove(p + 16, p + new_bytes, before);
    store_u32(p + 16 + before, static_cast<uint32_t>(options.custom_timeout_ms));
    bits |= flags::kCustomTimeout;
  }
  store_u32(p, magic::kDestActorFlags);
  store_u64(p + 4, static_cast<uint64_t>(actor));
  store_u32(p + 12, bits);
  return true;
}

AnswerView parse_error_fields(Bytes body) {
  AnswerView view;
  Cursor in(body);
  view.code = static_cast<int32_t>(in.fetch_int());
  view.text = in.fetch_string();
  view.kind = in.ok() ? AnswerKind::error : AnswerKind::malformed;
  view.surplus = in.ok() && !in.at_end();
  return view;
}

AnswerView classify_answer(Bytes body) {
  AnswerView view;
  view.rest = body;
  if (body.size < 4) return view;
  const uint32_t first = load_u32(body.data);
  const Bytes behind = body.drop(4);
  switch (first) {
    case magic::kReqResultHeader: view.kind = AnswerKind::header; break;
    case magic::kTl2Marker: view.kind = AnswerKind::tl2; break;
    case magic::kGzipPacked: {
      Cursor in(behind);
      const std::string_view packed = in.fetch_string();
      view.kind = in.ok() && in.at_end() ? AnswerKind::gzip : AnswerKind::malformed;
      view.wrapper = first;
      view.rest = Bytes(packed);
      return view;
    }
    case magic::kReqError:
      if (behind.size < 8) {
        view.kind = AnswerKind::malformed;
      } else {
        view = parse_error_fields(behind.drop(8));  // a second query id, of no meaning
      }
      break;
    case magic::kReqErrorWrapped:
    case magic::kReqErrorTl: view = parse_error_fields(behind); break;
    default: return view;
  }
  view.wrapper = first;
  view.rest = behind;
  return view;
}

Status unpack_gzip(Bytes packed, size_t limit, Buffer& out) { return inflate_bounded(packed, limit, out); }

Result<RequestHead> parse_request(Bytes body) {
  RequestHead head;
  Cursor in(body);
  const auto refuse = [](const char* why) { return Error{kBadRequestHead, why}; };
  for (;;) {
    const uint32_t wrapper = in.peek_int();
    if (wrapper == magic::kTl2Marker && in.left() >= 4) {
      in.fetch_int();
      head.tl2 = true;
      break;
    }
    if (!wrapper_bytes(wrapper)) break;
    in.fetch_int();
    if (wrapper != magic::kDestFlags) {
      if (head.has_actor) return refuse("more than one actor in the request header");
      head.has_actor = true;
      head.actor = static_cast<int64_t>(in.fetch_long());
    }
    if (wrapper != magic::kDestActor) {
      if (head.has_extra) return refuse("more than one set of flags in the request header");
      head.has_extra = true;
      const uint8_t* start = in.position();
      head.flags = in.fetch_int();
      if (head.flags & ~kRequestBits) return refuse("unsupported flags in the request header");
      skip_fields_before_timeout(in, head.flags);
      if (head.flags & flags::kCustomTimeout) head.custom_timeout_ms = static_cast<int32_t>(in.fetch_int());
      skip_fields_after_timeout(in, head.flags);
      if (in.ok()) head.extra = {start, static_cast<size_t>(in.position() - start)};
    }
    if (!in.ok()) return refuse("the request header is cut short or damaged");
  }
  head.no_result = head.flags & flags::kNoResult;
  head.body = {in.position(), in.left()};
  return head;
}

void append_error(Buffer& out, uint64_t query_id, int32_t code, std::string_view text) {
  constexpr size_t kTextMax = limits::kPacketBytesMax - 64;
  wire::Writer writer(out);
  writer.store_int(magic::kReqError);
  writer.store_long(query_id);
  writer.store_int(static_cast<uint32_t>(code));
  writer.store_string(text.substr(0, kTextMax));
}

}  // namespace vkext::rpc
