// Reads Trees for tl::Encoder, as the extension's source reads PHP values: the same look-ups, the same conversions.
//
// Fields are found by name, then by position; constructors and functions under '_' or 0. Warnings are collected, at
// most kWarningsMax of them. The trees must outlive the encoding. Keeps no state between values.
#pragma once

#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include "base/error_codes.h"
#include "tl/encode.h"
#include "tl/not_found.h"
#include "tl/tree.h"

namespace vkext::tl {

class TreeSource {
 public:
  static constexpr size_t kWarningsMax = 100;

  using Value = const Tree*;
  struct Record {
    const Tree* array = nullptr;
  };
  using List = Record;
  struct Dictionary {
    const Tree* array = nullptr;
    size_t at = 0;
  };
  struct Key {
    bool is_string = false;
    int64_t number = 0;
    std::string_view text;
  };

  explicit TreeSource(const PlanSet& set) : set_(set) {}

  const std::vector<std::string>& warnings() const { return warnings_; }

  bool failed() const { return false; }
  bool explain(EncodeError& error) { return error.set(codes::kUnknown, "a tree cannot fail"); }
  void close(const Record&) {}
  void close(const Dictionary&) {}

  bool open_query(Value v, Record& record, uint32_t& function, EncodeError& error) {
    const Tree* name = name_in(*v);
    if (!name) return error.set(codes::kNoConstructor, "Can't store function with no name");
    record.array = v;
    if (name->is_text()) {
      function = set_.find_function(name->as_text());
    } else if (name->kind() == Tree::Kind::integer) {
      function = set_.find_function(static_cast<uint32_t>(name->as_int()));
    } else {
      return error.set(codes::kNoConstructor, "Can't store function with no name");
    }
    if (function != kNone) return true;
    return no_such_function(set_, text_of(*name), error);
  }

  // Nothing is known of the order of fields: each is looked up.
  struct Walk {};
  Walk walk(const Record&) const { return {}; }
  bool next_field(Walk&, const Op&, Value&) const { return false; }
  Value field(const Record& record, Walk&, const Op& op, uint32_t) const {
    if (op.name != kNone) {
      if (const Tree* found = record.array->find(set_.name(op.name))) return found;
    }
    return record.array->find(int64_t{op.ordinal} - (op.flags & kOpItem ? 1 : 0));
  }

  // The first `most` keys of the record that are names.
  template <class Take>
  void each_key(const Record& record, uint32_t most, Take&& take) const {
    if (record.array->kind() != Tree::Kind::map) return;
    for (const Tree::Entry& e : record.array->entries()) {
      if (most-- == 0) return;
      if (e.key.is_string) take(e.key.text);
    }
  }

  int64_t to_int(Value v, const Op& op) {
    note_null(v, op);
    return integer_of(*v);
  }
  double to_double(Value v, const Op& op) {
    note_null(v, op);
    return double_of(*v);
  }
  bool to_bool(Value v, const Op& op) {
    note_null(v, op);
    return truth_of(*v);
  }
  bool plain_text(Value v, std::string_view& s) const {
    if (!v->is_text()) return false;
    s = v->as_text();
    return true;
  }
  bool store_string(Value v, const Op& op, wire::Writer& out, EncodeError& error) {
    note_null(v, op);
    if (v->is_text()) return out.store_string(v->as_text()) || too_long(error);
    return out.store_string(text_of(*v)) || too_long(error);
  }
  void note_null(Value v, const Op& op) {
    if (!v->is_null() || op.name == kNone) return;
    warn("Null found instead of field \"" + std::string(set_.name(op.name)) + "\". This will cause error in kPHP.");
  }
  // JSON is nobody's KPHP script.
  void note_cut(int64_t, const Op&) {}
  void note_length(const List&, uint32_t, const Op&) {}
  void note_guess(std::string_view type) {
    warn(
        "### DEPRECATED TL FEATURE ###: The constructor name must be given if type has several ones. It's going to "
        "guess the constructor in runtime (storing phase) ! Type: " +
        std::string(type));
  }
  void describe(Value v, char* to, size_t size) const {
    static constexpr const char* kNames[] = {"null", "bool", "int", "float", "string", "array", "array"};
    snprintf(to, size, "%s", kNames[static_cast<int>(v->kind())]);
  }

  bool open_record(Value v, uint32_t, Record& record) const { return open_array(v, record); }
  bool open_union(Value v, uint32_t, Record& record) const { return open_array(v, record); }
  // The constructor named in the value (relative index), or kNone when none is named.
  uint32_t constructor(const Record& record, uint32_t index, EncodeError& error) {
    const Union& u = set_.unions[index];
    const Tree* name = name_in(*record.array);
    if (!name || name->is_null()) return kNone;
    const std::string text = text_of(*name);
    for (uint32_t i = 0; i < u.case_count; ++i) {
      if (set_.name(set_.plans[set_.cases[u.first_case + i].plan].name) == text) return i;
    }
    return no_such_constructor(set_, u, text, error);
  }

  // The value inside a Maybe, null when it is absent.
  Value maybe(Value v, EncodeError& error) {
    const Tree* name = name_in(*v);
    if (!name || name->is_null()) {
      note_guess("Maybe");
      return nullptr;
    }
    const std::string text = text_of(*name);
    if (text == "resultFalse") return nullptr;
    if (text != "resultTrue") {
      error.set(codes::kUnknownConstructor, "Unknown constructor %.*s for type Maybe",
                static_cast<int>(text.size() > 80 ? 80 : text.size()), text.data());
      return nullptr;
    }
    if (const Tree* found = v->find("result")) return found;
    if (const Tree* found = v->find(int64_t{2})) return found;  // its position, `{t:Type}` counted
    if (const Tree* found = v->find(int64_t{1})) return found;
    error.set(codes::kNoField, "Field result not found");
    return nullptr;
  }

  bool open_list(Value v, List& list) const { return open_array(v, list); }
  uint32_t count(const List& list) const { return static_cast<uint32_t>(list.array->size()); }
  Value item(const List& list, uint32_t i) const { return list.array->find(int64_t{i}); }
  bool store_numbers(const List&, uint32_t, OpCode, wire::Writer&) { return false; }

  bool open_dictionary(Value v, Dictionary& dictionary) const {
    dictionary = {v, 0};
    return v->is_array();
  }
  uint32_t count(const Dictionary& dictionary) const { return static_cast<uint32_t>(dictionary.array->size()); }
  bool next(Dictionary& d, Key& key, Value& value) const {
    if (d.at >= d.array->size()) return false;
    const size_t i = d.at++;
    if (d.array->kind() == Tree::Kind::list) {
      key = {false, static_cast<int64_t>(i), {}};
      value = &d.array->items()[i];
      return true;
    }
    const Tree::Entry& e = d.array->entries()[i];
    key = {e.key.is_string, e.key.number, e.key.text};
    value = &e.value;
    return true;
  }

  // PHP's conversion to string.
  static std::string text_of(const Tree& v) {
    switch (v.kind()) {
      case Tree::Kind::boolean:
        return v.as_bool() ? "1" : "";
      case Tree::Kind::integer:
        return std::to_string(v.as_int());
      case Tree::Kind::real:
        return shortest_double(v.as_real(), 'E');
      case Tree::Kind::text:
        return v.as_text();
      case Tree::Kind::list:
      case Tree::Kind::map:
        return "Array";
      case Tree::Kind::null:
        break;
    }
    return {};
  }

 private:
  static const Tree* name_in(const Tree& v) {
    const Tree* name = v.find("_");
    return name ? name : v.find(int64_t{0});
  }
  static bool open_array(Value v, Record& record) {
    record.array = v;
    return v->is_array();
  }
  static bool too_long(EncodeError& error) { return error.set(codes::kWrongValue, "a string longer than 16 MiB"); }
  void warn(std::string text) {
    if (warnings_.size() < kWarningsMax) warnings_.push_back(std::move(text));
  }

  const PlanSet& set_;
  std::vector<std::string> warnings_;
};

}  // namespace vkext::tl
