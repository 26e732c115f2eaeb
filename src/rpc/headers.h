// What stands between the query id and the body: request wrappers, answer wrappers, the four error forms.
//
// Pure functions over bytes. Input is hostile: every length is checked, nothing recurses. The fields of a
// reqResultHeader are TL and are decoded by the codec; here it is only recognised.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/result.h"
#include "rpc/packet.h"

namespace vkext::rpc {

namespace flags {
constexpr uint32_t kNoResult = 1u << 7;
constexpr uint32_t kCustomTimeout = 1u << 23;
}  // namespace flags

// --- request, client side ---

struct HeadOptions {
  int64_t actor = 0;              // the connection's; 0 = none
  bool ignore_answer = false;
  int32_t custom_timeout_ms = 0;  // > 0: written unless the script set one
};
// What the script should be warned about.
struct HeadFacts {
  bool actor_overridden = false;   // connection and body both named an actor: the connection's won
  int64_t body_actor = 0;
  bool no_result_cleared = false;  // the body asked for no result, the call wants one
};
// Rewrites the head of a stored body in place, using the room in front of it. With nothing to say it stays as it is,
// else the first wrapper (or none) becomes rpcDestActorFlags. Fields behind the flags stay. False when memory is out.
bool rewrite_request_head(Buffer& body, const HeadOptions& options, HeadFacts& facts);
// The body brings a wrapper of its own.
inline bool has_request_head(const uint8_t* body) {
  const uint32_t first = load_u32(body);
  return first == magic::kDestActor || first == magic::kDestFlags || first == magic::kDestActorFlags;
}
// Head-room it may use, of Buffer::kHeadRoom.
constexpr size_t kRequestHeadBytes = 20;

// --- answer, client side ---

enum class AnswerKind : uint8_t {
  result,     // nothing in front: the result itself (may be empty)
  header,     // reqResultHeader: decode it, then look at the rest with classify_answer() again
  error,      // B, C or D: code and text are set
  gzip,       // gzip_packed: `rest` is the packed data (see unpack_gzip)
  tl2,        // rpcTL2Marker: not a TL1 body
  malformed,  // an error form that is cut short
};
struct AnswerView {
  AnswerKind kind = AnswerKind::result;
  uint32_t wrapper = 0;   // the magic recognised, 0 for a plain result
  int32_t code = 0;
  std::string_view text;  // looks into the body
  bool surplus = false;   // bytes after an error: tolerated, worth counting
  Bytes rest;             // header, tl2: behind the magic; gzip: packed bytes; result: everything
};
// `body` is what follows the query id.
AnswerView classify_answer(Bytes body);
// It is the result itself: classify_answer() would say so too.
inline bool is_plain_result(Bytes body) {
  if (body.size < 4) return true;
  switch (load_u32(body.data)) {
    case magic::kReqResultHeader:
    case magic::kTl2Marker:
    case magic::kGzipPacked:
    case magic::kReqError:
    case magic::kReqErrorWrapped:
    case magic::kReqErrorTl: return false;
    default: return true;
  }
}
// Form A: what follows the query id in an rpcReqError packet. error or malformed.
AnswerView parse_error_fields(Bytes body);
// The content of a gzip_packed, at most `limit` bytes of it; replaces `out`.
Status unpack_gzip(Bytes packed, size_t limit, Buffer& out);

// --- server side ---

constexpr int kBadRequestHead = -1002;

struct RequestHead {
  bool has_actor = false;
  bool has_extra = false;
  bool tl2 = false;
  int64_t actor = 0;
  uint32_t flags = 0;
  bool no_result = false;
  int32_t custom_timeout_ms = 0;  // 0 = none
  Bytes extra;                    // the extra's bytes, flags included
  Bytes body;                     // the function
};
// `body` is what follows the query id of an rpcInvokeReq. An error is the answer to send, with kBadRequestHead.
Result<RequestHead> parse_request(Bytes body);
// Form B, the one every client reads: goes into an rpcReqResult behind its query id.
void append_error(Buffer& out, uint64_t query_id, int32_t code, std::string_view text);

}  // namespace vkext::rpc
