// See codec.h.
#include "tool/codec.h"

#include <cstdio>

#include "serve/decode_call.h"
#include "tl/decode.h"
#include "tl/encode.h"
#include "tl/tree_sink.h"
#include "tl/tree_source.h"

namespace vkext::tool {

std::string to_hex(Bytes bytes) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string out;
  out.reserve(bytes.size * 2);
  for (size_t i = 0; i < bytes.size; ++i) {
    out += kDigits[bytes.data[i] >> 4];
    out += kDigits[bytes.data[i] & 15];
  }
  return out;
}

Result<std::string> from_hex(std::string_view text) {
  std::string out;
  int high = -1;
  for (const char c : text) {
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t') continue;
    int digit = -1;
    if (c >= '0' && c <= '9') digit = c - '0';
    if (c >= 'a' && c <= 'f') digit = c - 'a' + 10;
    if (c >= 'A' && c <= 'F') digit = c - 'A' + 10;
    if (digit < 0) return Error{0, std::string("not a hexadecimal digit: ") + c};
    if (high < 0) {
      high = digit;
    } else {
      out.push_back(static_cast<char>(high * 16 + digit));
      high = -1;
    }
  }
  if (high >= 0) return Error{0, "an odd number of hexadecimal digits"};
  return out;
}

Status encode_query(const tl::PlanSet& set, const tl::Tree& query, Buffer& out, tl::ResultShape& shape) {
  wire::Writer writer(out);
  tl::TreeSource source(set);
  tl::EncodeError error;
  tl::EncodeOptions options;
  options.allow_internal = true;
  tl::Encoder<tl::TreeSource> encoder(set, source, writer, shape, error, options);
  const bool ok = encoder.query(&query);
  for (const std::string& w : source.warnings()) fprintf(stderr, "warning: %s\n", w.c_str());
  if (!ok) {
    const std::string path(error.path.text());
    return Error{error.code, path.empty() ? std::string(error.text) : path + ": " + error.text};
  }
  if (out.failed()) return Error{0, "out of memory"};
  return Done{};
}

Result<tl::Tree> decode_answer(const tl::PlanSet& set, const tl::ResultShape& shape, Bytes bytes) {
  tl::TreeSink sink(set);
  wire::Cursor in(bytes);
  const tl::DecodeOptions options;
  tl::Decoder<tl::TreeSink> decoder(set, sink, in, options);
  tl::Tree value;
  decoder.result({shape.data()}, &value);
  if (!in.ok()) {
    const std::string path(decoder.path().text());
    return Error{0, (path.empty() ? "" : path + ": ") + serve::fault_text(in.fault()) + " at byte " +
                        std::to_string(in.fault_offset())};
  }
  if (!in.at_end()) return Error{0, std::to_string(in.left()) + " bytes left over behind the answer"};
  return value;
}

}  // namespace vkext::tool
