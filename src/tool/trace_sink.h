// Prints every value a tl::Decoder meets, with its offset and name, one line each: the inside of `vkext decode`.
//
// A slot is a place in the text: how deep, under which label, where in the bytes. Prints as it goes, so that everything
// before an error is seen. Never builds anything.
#pragma once

#include <cinttypes>
#include <cstdio>
#include <string>
#include <string_view>

#include "tl/plan.h"
#include "tl/tree.h"
#include "tl/tree_json.h"
#include "wire/cursor.h"

namespace vkext::tool {

class TraceSink {
 public:
  static constexpr bool kDecodesQueries = true;
  static constexpr bool kWatchesCursor = true;  // each line begins with where its value stands

  struct Slot {
    std::string label;
    int depth = 0;
    size_t offset = 0;
  };
  struct Record {
    int depth = 0;
  };
  using List = Record;
  using Dictionary = Record;

  TraceSink(const tl::PlanSet& set, const wire::Cursor& in, FILE* out) : set_(set), in_(in), out_(out) {}

  void set_int(const Slot& s, int64_t n) { line(s, std::to_string(n)); }
  void set_double(const Slot& s, double d) { line(s, tl::shortest_double(d, 'e')); }
  void set_bool(const Slot& s, bool b) { line(s, b ? "true" : "false"); }
  void set_true(const Slot& s) { line(s, "present"); }
  void set_empty_list(const Slot& s) { line(s, "[]"); }
  void set_absent(const Slot& s) { line(s, "absent"); }
  bool set_string(const Slot& s, std::string_view text) {
    line(s, tl::to_json(tl::Tree::text(text)));
    return true;
  }
  const Slot& present(const Slot& s) { return s; }

  bool begin_record(const Slot& s, uint32_t plan, bool, Record& record) {
    // An element of a repetition has no constructor: its place in the list is its label.
    line(s, set_.plans[plan].flags & tl::kPlanItem ? "element" : set_.name(set_.plans[plan].name));
    record = {s.depth + 1};
    return true;
  }
  Slot field(const Record& r, const tl::Op& op, uint32_t) {
    return place(r, op.name == tl::kNone ? "[" + std::to_string(op.ordinal) + "]" : std::string(set_.name(op.name)));
  }
  void absent(const Record&, const tl::Op&, uint32_t) {}
  bool filled(const Record&, const tl::Op&, uint32_t) { return true; }
  void end_record(const Record&) {}

  bool begin_list(const Slot& s, uint32_t n, List& list) {
    line(s, "[" + std::to_string(n) + "]");
    list = {s.depth + 1};
    return true;
  }
  Slot item(const List& list, uint32_t i) { return place(list, std::to_string(i)); }
  bool fill_numbers(const List&, uint32_t, tl::OpCode, wire::Cursor&) { return false; }
  void end_list(const List&, uint32_t) {}

  bool begin_dictionary(const Slot& s, uint32_t n, Dictionary& dictionary) { return begin_list(s, n, dictionary); }
  Slot entry(const Dictionary& d, std::string_view key) { return place(d, tl::to_json(tl::Tree::text(key))); }
  Slot entry(const Dictionary& d, int64_t key) { return place(d, std::to_string(key)); }
  void end_dictionary(const Dictionary&) {}

  Slot begin_result(const Slot& s, uint32_t) { return s; }
  bool begin_query(const Slot& s, uint32_t function, Record& record) {
    line(s, set_.name(set_.functions[function].name));
    record = {s.depth + 1};
    return true;
  }
  bool proceed() { return true; }

 private:
  Slot place(const Record& r, std::string label) const { return {std::move(label), r.depth, in_.offset()}; }
  void line(const Slot& s, std::string_view value) {
    if (!in_.ok()) return;
    fprintf(out_, "%8zu  %*s%s%s%.*s\n", s.offset, s.depth * 2, "", s.label.c_str(), s.label.empty() ? "" : ": ",
            static_cast<int>(value.size()), value.data());
  }

  const tl::PlanSet& set_;
  const wire::Cursor& in_;
  FILE* out_;
};

}  // namespace vkext::tool
