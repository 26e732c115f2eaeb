// Reads TL primitives from bytes that a stranger sent.
//
// The first error is kept with its offset; after it the cursor is empty and every fetch yields zero, so callers check
// once per object, not once per field. Never allocates. Strings are views into the input: they live as long as it does.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/bytes.h"
#include "wire/short_string.h"

namespace vkext::wire {

enum class Fault : uint8_t {
  none,
  short_input,      // fewer bytes than the value needs
  string_form,      // a first byte 255 where no huge string may stand
  count,            // more elements announced than could be here
  magic,            // not the constructor that must stand here
  depth,            // nested deeper than the limit
  bad_bool,         // neither boolTrue nor boolFalse
  empty_elements,   // too many elements that take no bytes
  not_canonical,    // strict mode: a long form for a short string, or dirty padding
  unsupported,      // the schema has a type here that cannot be decoded
  aborted,          // the sink gave up: memory, time, an exception
};

class Cursor {
 public:
  Cursor() = default;
  explicit Cursor(Bytes in) : p_(in.data), end_(in.data + in.size), begin_(in.data) {}

  size_t left() const { return static_cast<size_t>(end_ - p_); }
  size_t offset() const { return static_cast<size_t>(p_ - begin_); }
  bool at_end() const { return p_ == end_; }
  bool ok() const { return fault_ == Fault::none; }
  Fault fault() const { return fault_; }
  size_t fault_offset() const { return fault_offset_; }
  const uint8_t* position() const { return p_; }
  // For loops that keep the position in a register: what was read up to `p` counts, when nothing has failed.
  const uint8_t* end() const { return end_; }
  void resume(const uint8_t* p) { p_ = p; }
  void note_loose_strings(uint32_t n) { loose_strings_ += n; }
  // Strings met in another than their shortest form, or with dirty padding (vkext.strict=bytes).
  uint32_t loose_strings() const { return loose_strings_; }
  // For those who want none: the last of them becomes the fault, unless there is another.
  void refuse_loose_strings() {
    if (loose_strings_ == 0 || fault_ != Fault::none) return;
    poison(Fault::not_canonical);
    if (loose_offset_ != 0) fault_offset_ = loose_offset_;
  }

  // First error wins; everything after it reads as nothing.
  void poison(Fault fault) {
    if (fault_ != Fault::none) return;
    fault_ = fault;
    fault_offset_ = offset();
    p_ = end_;
  }

  uint32_t fetch_int() {
    if (left() < 4) return fail_short();
    const uint32_t v = load_u32(p_);
    p_ += 4;
    return v;
  }
  uint64_t fetch_long() {
    if (left() < 8) return fail_short();
    const uint64_t v = load_u64(p_);
    p_ += 8;
    return v;
  }
  uint8_t fetch_byte() {
    if (left() < 1) return static_cast<uint8_t>(fail_short());
    return *p_++;
  }
  float fetch_float() {
    const uint32_t bits = fetch_int();
    float v;
    memcpy(&v, &bits, 4);
    return v;
  }
  double fetch_double() {
    const uint64_t bits = fetch_long();
    double v;
    memcpy(&v, &bits, 8);
    return v;
  }
  // The next word without taking it; 0 when fewer than four bytes are left.
  uint32_t peek_int() const { return left() < 4 ? 0 : load_u32(p_); }

  std::string_view fetch_string() {
    if (left() < 4) return fail_string();
    const uint32_t word = load_u32(p_);
    size_t n = word & 0xff;
    size_t head = 1;
    if (n >= 254) {
      if (n == 255) {
        poison(Fault::string_form);
        return {};
      }
      n = word >> 8;
      head = 4;
      if (n < 254) note_loose();
    }
    const size_t total = (head + n + 3) & ~size_t{3};
    if (left() < total) return fail_string();
    const uint8_t* s = p_ + head;
    if (n >= 254) {
      for (const uint8_t* pad = s + n; pad != p_ + total; ++pad) {
        if (__builtin_expect(*pad != 0, false)) note_loose();
      }
    } else {
      loose_strings_ += loose_padding(p_, n);
    }
    p_ += total;
    return {reinterpret_cast<const char*>(s), n};
  }

  // A count is believed only if that many elements could still be here. Without this, eight bytes
  // can ask for four billion array slots.
  uint32_t fetch_count(uint32_t element_bytes_min) {
    const uint32_t n = fetch_int();
    check_count(n, element_bytes_min);
    return ok() ? n : 0;
  }
  void check_count(uint32_t n, uint32_t element_bytes_min) {
    if (element_bytes_min && n > left() / element_bytes_min) poison(Fault::count);
  }

  Bytes fetch_raw(size_t n) {
    if (left() < n) {
      fail_short();
      return {};
    }
    Bytes b(p_, n);
    p_ += n;
    return b;
  }

 private:
  __attribute__((cold)) void note_loose() {
    ++loose_strings_;
    loose_offset_ = offset();
  }
  uint32_t fail_short() {
    poison(Fault::short_input);
    return 0;
  }
  std::string_view fail_string() {
    poison(Fault::short_input);
    return {};
  }

  const uint8_t* p_ = nullptr;
  const uint8_t* end_ = nullptr;
  const uint8_t* begin_ = nullptr;
  size_t fault_offset_ = 0;
  size_t loose_offset_ = 0;
  uint32_t loose_strings_ = 0;
  Fault fault_ = Fault::none;
};

}  // namespace vkext::wire
