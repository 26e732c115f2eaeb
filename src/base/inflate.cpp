// zlib's inflate with a ceiling on its output and exactly one stream per input; deflate of the whole input at once.
#include "base/inflate.h"

#include <zlib.h>

#include <string>

#undef zlib_version  // a macro of zlib, a function of ours

namespace vkext {

Status inflate_bounded(Bytes packed, size_t limit, Buffer& out) {
  constexpr size_t kStep = 16u << 10;
  out.clear();
  if (packed.size > UINT32_MAX) return Error{0, "packed data too long"};
  z_stream stream = {};
  if (inflateInit2(&stream, 15 + 32) != Z_OK) return Error{0, "out of memory"};  // 32: gzip or zlib, by its header
  stream.next_in = const_cast<Bytef*>(packed.data);
  stream.avail_in = static_cast<uInt>(packed.size);
  std::string failure;
  for (;;) {
    // One byte past the limit tells "exactly the limit" from "more".
    const size_t left = limit - out.size();
    size_t step = out.size() < kStep ? kStep : out.size();
    if (step > left + 1) step = left + 1;
    uint8_t* to = out.reserve(step);
    if (!to) {
      failure = "out of memory";
      break;
    }
    stream.next_out = to;
    stream.avail_out = static_cast<uInt>(step);
    const int code = inflate(&stream, Z_NO_FLUSH);
    out.advance(step - stream.avail_out);
    if (out.size() > limit) {
      failure = "unpacks to more than " + std::to_string(limit) + " bytes";
      break;
    }
    if (code == Z_STREAM_END) {
      if (stream.avail_in) failure = "bytes after the end of packed data";
      break;
    }
    if (code != Z_OK && !(code == Z_BUF_ERROR && stream.avail_in == 0 && stream.avail_out == 0)) {
      failure = code == Z_BUF_ERROR ? "packed data is cut short" : code == Z_MEM_ERROR ? "out of memory"
                                                                                       : "packed data is damaged";
      break;
    }
  }
  inflateEnd(&stream);
  if (failure.empty()) return Done{};
  out.clear();
  return Error{0, std::move(failure)};
}

bool deflate_gzip(Bytes plain, Buffer& out) {
  out.clear();
  z_stream stream = {};
  if (plain.size > UINT32_MAX / 2) return false;
  if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return false;
  const uLong bound = deflateBound(&stream, static_cast<uLong>(plain.size));
  uint8_t* to = out.reserve(bound);
  int code = Z_MEM_ERROR;
  if (to) {
    stream.next_in = const_cast<Bytef*>(plain.data);
    stream.avail_in = static_cast<uInt>(plain.size);
    stream.next_out = to;
    stream.avail_out = static_cast<uInt>(bound);
    code = deflate(&stream, Z_FINISH);
    if (code == Z_STREAM_END) out.advance(bound - stream.avail_out);
  }
  deflateEnd(&stream);
  return code == Z_STREAM_END;
}

const char* zlib_library_version() { return zlibVersion(); }

}  // namespace vkext
