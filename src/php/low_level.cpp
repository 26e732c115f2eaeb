// The primitives of store_* and fetch_*. See low_level.h.
#include "php/low_level.h"

#include "base/limits.h"
#include "php/connection_object.h"
#include "php/globals.h"
#include "php/runtime.h"
#include "wire/writer.h"
#include "zend/raise.h"

namespace vkext::php {

namespace {

// KPHP's codes of fetch exceptions.
constexpr int kShortage = -1;
constexpr int kStringForm = -3;

Fetched fetch_head(size_t n, const uint8_t*& at) {
  const RawBuffers::Source& source = runtime().raw().fetch();
  if (!source.present) return Fetched::nothing;
  if (source.left() < n) return Fetched::shortage;
  at = source.all.data + source.at;
  return Fetched::ok;
}

Fetched take_text(size_t head, uint64_t n, size_t align, std::string_view& text) {
  RawBuffers::Source& source = runtime().raw().fetch();
  if (source.left() < head || source.left() - head < n) return Fetched::shortage;
  text = {reinterpret_cast<const char*>(source.all.data + source.at + head), static_cast<size_t>(n)};
  source.at = (source.at + head + text.size() + align - 1) & ~(align - 1);
  return Fetched::ok;
}

}  // namespace

Fetched fetch_bytes(size_t n, const uint8_t*& at) {
  const Fetched how = fetch_head(n, at);
  if (how == Fetched::ok) runtime().raw().fetch().at += n;
  return how;
}

Fetched fetch_text(std::string_view& text) {
  const uint8_t* at = nullptr;
  Fetched how = fetch_head(1, at);
  if (how != Fetched::ok) return how;
  if (*at < 254) return take_text(1, *at, 4, text);
  if (*at == 255) return Fetched::string_form;
  how = fetch_head(4, at);
  return how == Fetched::ok ? take_text(4, load_u32(at) >> 8, 4, text) : how;
}

Fetched fetch_text2(std::string_view& text) {
  const uint8_t* at = nullptr;
  Fetched how = fetch_head(1, at);
  if (how != Fetched::ok) return how;
  if (*at < 254) return take_text(1, *at, 1, text);
  const bool huge = *at == 255;
  how = fetch_head(huge ? 9 : 3, at);
  if (how != Fetched::ok) return how;
  return huge ? take_text(9, load_u64(at + 1), 1, text) : take_text(3, uint64_t{load_u16(at + 1)} + 254, 1, text);
}

bool fetch_throws() { return VKEXT_G(fetch_exceptions) || runtime().raw().in_custom(); }

void complain(int code, const char* exception, const char* warning, zval* return_value) {
  RETVAL_FALSE;
  if (fetch_throws()) {
    zend_throw_exception(zend_ce_exception, exception, code);
  } else {
    zend::warn("%s%s", warning, is_strict("kphp") ? "; KPHP throws an exception here" : "");
  }
}

void complain(Fetched how, const char* what, zval* return_value) {
  char text[64];
  switch (how) {
    case Fetched::ok: return;
    case Fetched::nothing:
      return complain(kShortage, "Not enough data to fetch", "Trying to fetch from empty buffer", return_value);
    case Fetched::shortage:
      snprintf(text, sizeof text, "Can not fetch %s from inbuf", what);
      return complain(kShortage, "Not enough data to fetch", text, return_value);
    case Fetched::string_form:
      snprintf(text, sizeof text, "Can not fetch %s from inbuf: a length cannot begin with 255", what);
      return complain(kStringForm, "Can't fetch string, 255 found", text, return_value);
  }
}

bool store_room(size_t n) {
  if (n <= limits::kStoredBytesMax - runtime().raw().store().size()) return true;
  zend::warn("%zu bytes are stored, more than can ever be sent", runtime().raw().store().size());
  return false;
}

bool store_text(Buffer& out, std::string_view text) {
  const size_t start = out.size();
  wire::Writer writer(out);
  if (!writer.store_string(text)) return false;
  if (start % 4 == 0 || out.failed()) return true;
  // The writer pads by the string's length alone.
  out.truncate(start + (text.size() < 254 ? 1 : 4) + text.size());
  while (out.size() % 4) writer.store_byte(0);
  return true;
}

void store_text2(Buffer& out, std::string_view text) {
  wire::Writer writer(out);
  if (text.size() < 254) {
    writer.store_byte(static_cast<uint8_t>(text.size()));
  } else if (text.size() < 254 + 65536) {
    const size_t extra = text.size() - 254;
    writer.store_byte(254);
    writer.store_byte(static_cast<uint8_t>(extra));
    writer.store_byte(static_cast<uint8_t>(extra >> 8));
  } else {
    writer.store_byte(255);
    writer.store_long(text.size());
  }
  writer.store_raw(text.data(), text.size());
}

zend_long number_of(zval* value) {
  ZVAL_DEREF(value);
  if (Z_TYPE_P(value) == IS_LONG) return Z_LVAL_P(value);
  if (Z_TYPE_P(value) == IS_OBJECT) return connection_number(value);
  zend_long number = 0;
  double ignored;
  if (Z_TYPE_P(value) != IS_STRING) return 0;
  return is_numeric_string(Z_STRVAL_P(value), Z_STRLEN_P(value), &number, &ignored, false) == IS_LONG ? number : 0;
}

int64_t query_of(zval* value) { return runtime().actor_queries.query(number_of(value)); }

}  // namespace vkext::php
