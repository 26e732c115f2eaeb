// Fuzz target: what stands around requests and answers: wrappers, headers, errors, packed answers.
//
// The first byte chooses whose: an answer as a client reads it, a request as a server reads it, or a request's head that
// is rewritten before it leaves. Whatever comes: no byte read outside, and what is written can be read again.
#include <cstdlib>
#include <cstring>
#include <string>

#include "rpc/headers.h"
#include "rpc/packet.h"

namespace {

using namespace vkext;
using namespace vkext::rpc;

void require(bool holds) {
  if (!holds) abort();
}

bool inside(Bytes part, Bytes whole) {
  return part.size == 0 || (part.data >= whole.data && part.data + part.size <= whole.data + whole.size);
}

// As the client goes on: header, packed, and what is inside.
void read_answer(Bytes body, int depth) {
  const AnswerView view = classify_answer(body);
  require(inside(view.rest, body));
  require(view.text.empty() || inside(Bytes(view.text), body));
  if (depth > 3) return;
  if (view.kind == AnswerKind::header && view.rest.size > 4) read_answer(view.rest.drop(4), depth + 1);
  if (view.kind == AnswerKind::gzip) {
    Buffer out;
    constexpr size_t kLimit = 1u << 16;
    if (unpack_gzip(view.rest, kLimit, out).ok()) {
      require(out.size() <= kLimit);
      read_answer(out.bytes(), depth + 1);
    }
  }
}

void read_request(Bytes body) {
  const auto head = parse_request(body);
  if (!head.ok()) {
    require(head.error().code == kBadRequestHead && !head.error().text.empty());
    return;
  }
  require(inside(head->extra, body) && inside(head->body, body));
}

// A head that a server could read stays one, with the actor and the bits that were asked for.
void rewrite(uint8_t choice, Bytes body) {
  Buffer buffer;
  buffer.append(body.data, body.size);
  HeadOptions options;
  options.actor = choice & 1 ? -7 : 0;
  options.ignore_answer = choice & 2;
  options.custom_timeout_ms = choice & 4 ? 1500 : 0;
  HeadFacts facts;
  const auto before = parse_request(body);
  if (!rewrite_request_head(buffer, options, facts) || !before.ok() || before->tl2) return;
  const auto after = parse_request(buffer.bytes());
  // Behind the first wrapper a script may have put more; only one that stood alone is understood by everybody.
  const bool alone = body.size < 4 || before->extra.size + before->body.size + 16 >= body.size;
  if (!after.ok() || !alone) return;
  require(after->body.text() == before->body.text());
  if (options.actor) require(after->actor == options.actor);
  if (options.ignore_answer) require(after->no_result);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 1) return 0;
  // A copy of its own size: the sanitizer sees one byte too many.
  const std::string copy(reinterpret_cast<const char*>(data) + 1, size - 1);
  const Bytes body(copy);
  switch (data[0] & 3) {
    case 0: read_answer(body, 0); break;
    case 1: {
      const AnswerView view = parse_error_fields(body);
      require(view.kind == AnswerKind::error || view.kind == AnswerKind::malformed);
      require(view.text.empty() || inside(Bytes(view.text), body));
      break;
    }
    case 2: read_request(body); break;
    case 3: rewrite(data[0] >> 2, body); break;
  }
  return 0;
}
