// What must be remembered from a query to decode its answer: which functions were nested how, and their numbers.
//
// A flat list of words in preorder: function index, its registers (PlanSet says how many), then the shapes of its `!X`
// arguments in order. The usual query needs one or two words and no heap.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "tl/plan.h"

namespace vkext::tl {

// Growing list of words with a little room inside. malloc-backed: never leave one on the stack while PHP may bail out.
class ResultShape {
 public:
  ResultShape() = default;
  ~ResultShape() { release(); }
  ResultShape(const ResultShape&) = delete;
  ResultShape& operator=(const ResultShape&) = delete;

  void clear() { size_ = 0; }
  void release() {
    if (words_ != inside_) free(words_);
    words_ = inside_;
    size_ = 0;
    capacity_ = kInside;
  }
  uint32_t* data() { return words_; }
  const uint32_t* data() const { return words_; }
  uint32_t size() const { return size_; }

  // Room for n more words, zeroed; the index of the first, or kNone when memory is out.
  uint32_t append(uint32_t n) {
    if (size_ + n > capacity_ && !grow(n)) return kNone;
    const uint32_t at = size_;
    memset(words_ + at, 0, n * sizeof(uint32_t));
    size_ += n;
    return at;
  }
  bool push(uint32_t word) {
    if (size_ == capacity_ && !grow(1)) return false;
    words_[size_++] = word;
    return true;
  }
  void truncate(uint32_t n) { size_ = n < size_ ? n : size_; }

 private:
  static constexpr uint32_t kInside = 6;
  bool grow(uint32_t n);
  uint32_t inside_[kInside] = {};
  uint32_t* words_ = inside_;
  uint32_t size_ = 0;
  uint32_t capacity_ = kInside;
};

// One level of a shape while decoding.
struct ShapeView {
  const uint32_t* words = nullptr;

  uint32_t function() const { return words[0]; }
  const uint32_t* registers() const { return words + 1; }
};

// The first word after the shape that starts at `words`.
inline const uint32_t* skip_shape(const PlanSet& set, const uint32_t* words) {
  // Shapes nest at most kQueryNestingMax deep (the encoder refuses more), so this recursion is bounded.
  const Function& f = set.functions[words[0]];
  const uint32_t* p = words + 1 + set.plans[f.plan].reg_count;
  for (uint32_t i = 0; i < f.query_count; ++i) p = skip_shape(set, p);
  return p;
}

inline ShapeView child_shape(const PlanSet& set, ShapeView shape, uint32_t index) {
  const uint32_t* p = shape.words + 1 + set.plans[set.functions[shape.function()].plan].reg_count;
  for (uint32_t i = 0; i < index; ++i) p = skip_shape(set, p);
  return {p};
}

}  // namespace vkext::tl
