// Bounded inflate of one gzip or zlib stream, and deflate to gzip; the only user of <zlib.h>.
//
// The caller names the most that may come out: memory never grows past it, whatever the input claims.
#pragma once

#include <cstddef>

#include "base/buffer.h"
#include "base/bytes.h"
#include "base/result.h"

namespace vkext {

// Replaces the content of `out`. An error for damaged input, input cut short, bytes after the end, and more than `limit`
// bytes of output.
Status inflate_bounded(Bytes packed, size_t limit, Buffer& out);

// Replaces the content of `out` by one gzip stream of `plain`. False when memory is out.
bool deflate_gzip(Bytes plain, Buffer& out);

// Version of the library in use, for phpinfo().
const char* zlib_library_version();

}  // namespace vkext
