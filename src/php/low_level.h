// The primitives of store_* and fetch_*, and what all low-level functions share.
//
// They work on Runtime's RawBuffers: bytes read are a stranger's, so nothing is believed before it is bounded. Padding
// counts from the start of the buffer, as the field has it: strings may follow single bytes.
// Whatever complains may run PHP code: callers hold nothing and return at once.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/buffer.h"
#include "php/globals.h"
#include "zend/compat.h"

namespace vkext::php {

// --- fetching ---

enum class Fetched : uint8_t { ok, nothing, shortage, string_form };

// The next n bytes. Nothing is taken unless all of them are there.
Fetched fetch_bytes(size_t n, const uint8_t*& at);
// A TL string with its padding; missing padding at the very end is tolerated.
Fetched fetch_text(std::string_view& text);
// A TL2 string: longer lengths in two or eight bytes, no padding.
Fetched fetch_text2(std::string_view& text);

// A warning and false; with vkext.fetch_exceptions=1, and inside typedStore() and typedFetch(), an exception.
bool fetch_throws();
void complain(Fetched how, const char* what, zval* return_value);
void complain(int code, const char* exception, const char* warning, zval* return_value);

// --- storing ---

// False, and a warning, when the buffer would grow past anything that could ever be sent.
bool store_room(size_t n);
// A TL string; false when it is too long. The buffer has room.
bool store_text(Buffer& out, std::string_view text);
void store_text2(Buffer& out, std::string_view text);

// --- arguments ---

// A number, also as text ("7") or an RpcConnection: handles, query ids, queues. 0 for everything else.
zend_long number_of(zval* value);
// The same for a query: its id, also when it is one of the small numbers of actors.h.
int64_t query_of(zval* value);
// vkext.strict names this word.
inline bool is_strict(const char* word) {
  const char* setting = VKEXT_G(strict);
  return setting && UNEXPECTED(*setting) && strstr(setting, word) != nullptr;
}

}  // namespace vkext::php
