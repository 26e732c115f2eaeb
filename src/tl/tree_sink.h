// Builds Trees for tl::Decoder, in the forms PHP gets: see "bytes → PHP" in docs/values.md.
//
// With Form::whole it keeps what those forms lose, so that the tree can be encoded again: a Maybe is
// {'_': resultTrue, result: …} or {'_': resultFalse}. Slots are places in the tree that is being built.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "tl/plan.h"
#include "tl/tree.h"
#include "wire/cursor.h"

namespace vkext::tl {

class TreeSink {
 public:
  enum class Form : uint8_t { php, whole };
  static constexpr bool kDecodesQueries = true;  // see decode.h

  using Slot = Tree*;
  struct Record {
    Tree* array = nullptr;
    uint32_t name = kNone;  // goes under '_' at the end; kNone: nothing does
  };
  using List = Tree*;
  using Dictionary = Tree*;

  explicit TreeSink(const PlanSet& set, Form form = Form::php) : set_(set), form_(form) {}

  void set_int(Slot slot, int64_t n) { *slot = Tree::integer(n); }
  void set_double(Slot slot, double d) { *slot = Tree::real(d); }
  void set_bool(Slot slot, bool b) { *slot = Tree::boolean(b); }
  void set_true(Slot slot) { slot->become_list(0); }
  void set_empty_list(Slot slot) { slot->become_list(0); }
  bool set_string(Slot slot, std::string_view s) {
    *slot = Tree::text(s);
    return true;
  }
  void set_absent(Slot slot) {
    if (form_ == Form::php) {
      *slot = Tree::boolean(false);
    } else {
      slot->become_map();
      slot->set("_", Tree::text("resultFalse"));
    }
  }
  // The place for the value of a Maybe that is there.
  Slot present(Slot slot) {
    if (form_ == Form::php) return slot;
    slot->become_map();
    slot->set("_", Tree::text("resultTrue"));
    return &slot->at(Tree::Key::of("result"));
  }

  bool begin_record(Slot slot, uint32_t plan, bool named, Record& record) {
    slot->become_map();
    record = {slot, named ? set_.plans[plan].name : kNone};
    return true;
  }
  Slot field(Record& record, const Op& op, uint32_t) {
    if (op.name != kNone) {
      Tree::Key key;
      key.is_string = true;
      key.text.assign(set_.name(op.name));
      return &record.array->at(std::move(key));
    }
    return &record.array->at(Tree::Key::of(int64_t{op.ordinal} - (op.flags & kOpItem ? 1 : 0)));
  }
  void absent(Record&, const Op&, uint32_t) {}
  bool filled(Record&, const Op&, uint32_t) { return true; }
  void end_record(Record& record) {
    if (record.name != kNone) record.array->set("_", Tree::text(set_.name(record.name)));
  }

  bool begin_list(Slot slot, uint32_t n, List& list) {
    slot->become_list(n);
    list = slot;
    return true;
  }
  Slot item(List& list, uint32_t) { return &list->push(Tree()).items().back(); }
  bool fill_numbers(List&, uint32_t, OpCode, wire::Cursor&) { return false; }
  void end_list(List&, uint32_t) {}

  bool begin_dictionary(Slot slot, uint32_t, Dictionary& dictionary) {
    slot->become_map();
    dictionary = slot;
    return true;
  }
  Slot entry(Dictionary& dictionary, std::string_view key) { return &dictionary->at(Tree::Key::of(key)); }
  Slot entry(Dictionary& dictionary, int64_t key) { return &dictionary->at(Tree::Key::of(key)); }
  void end_dictionary(Dictionary&) {}

  Slot begin_result(Slot slot, uint32_t) { return slot; }
  // A whole query: its function's name comes first, then its arguments.
  bool begin_query(Slot slot, uint32_t function, Record& record) {
    slot->become_map();
    slot->set("_", Tree::text(set_.name(set_.functions[function].name)));
    record = {slot, kNone};
    return true;
  }

  bool proceed() { return true; }

 private:
  const PlanSet& set_;
  Form form_;
};

}  // namespace vkext::tl
