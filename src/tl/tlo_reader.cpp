// One forward pass with a poisoned cursor: each read checks nothing but its own bytes, and the error is looked at once
// per node. Blocks of arguments and children are allocated when their count is known and believed.
//
// Never keeps a reference to an element of the schema across a call that reads more.
#include "tl/tlo_reader.h"

#include <string>

#include "base/limits.h"
#include "tl/builtins.h"
#include "tl/name_table.h"
#include "tl/schema_lists.h"
#include "tl/schema_text.h"
#include "tl/tlo.h"
#include "wire/cursor.h"

namespace vkext::tl {

namespace {

// Smallest encodings, to make counts believable.
constexpr uint32_t kTypeBytes = 36;
constexpr uint32_t kCombinatorBytes = 28;
constexpr uint32_t kArgBytes = 24;

// Not 0 when some byte is no printable ASCII, which is as much as a .tlo promises of a name. Borrows and carries can
// only come from bytes that are bad themselves.
uint64_t suspicious(uint64_t bytes) {
  constexpr uint64_t kOnes = 0x0101010101010101ull;
  return (bytes | (bytes - kOnes * 0x20) | (bytes + kOnes)) & kOnes * 0x80;
}

// Of n > 0 bytes, of which `room` are left in the file.
bool printable(const uint8_t* p, size_t n, size_t room) {
  if (n < 8) {
    uint64_t bytes = 0;
    if (room >= 8) {
      bytes = load_u64(p) & ((uint64_t{1} << 8 * n) - 1);
    } else {
      memcpy(&bytes, p, n);
    }
    return !suspicious(bytes | 0x2020202020202020ull << 8 * n);
  }
  uint64_t bad = suspicious(load_u64(p + n - 8));
  for (size_t i = 0; i + 8 < n; i += 8) bad |= suspicious(load_u64(p + i));
  return !bad;
}

// All that a type expression needs to know of a type.
struct KnownType {
  uint32_t id = 0;
  uint32_t index = kNone;
  uint32_t arity = 0;
};
constexpr KnownType kUnknownType = {};

// Types by id, in a table of open addressing. Ids come from the file: when they crowd, another factor spreads them,
// which depends on the whole file, so that nobody can choose ids that crowd under both.
class TypesById {
 public:
  // For n types of a file with this hash.
  void reserve(size_t n, uint64_t content_hash) {
    while (size_t{1} << bits_ < n * 2) ++bits_;
    slots_.resize(size_t{1} << bits_);
    other_factor_ = hash_mix(content_hash) | 1;
  }
  const KnownType& find(uint32_t id) const {
    if (slots_.empty()) return kUnknownType;
    for (size_t i = place(id);; i = (i + 1) & (slots_.size() - 1)) {
      const KnownType& s = slots_[i];
      if (s.id == id || s.index == kNone) return s.index == kNone ? kUnknownType : s;
    }
  }
  // For an id that find() did not find, at most n times.
  void add(uint32_t id, uint32_t index, uint32_t arity) {
    if (put({id, index, arity}) < kStepsMax || factor_ == other_factor_) return;
    factor_ = other_factor_;
    std::vector<KnownType> known(slots_.size());
    known.swap(slots_);
    for (const KnownType& k : known) {
      if (k.index != kNone) put(k);
    }
  }

 private:
  static constexpr size_t kStepsMax = 128;  // a table that is half empty needs a few

  size_t place(uint32_t id) const { return (id * factor_) >> (64 - bits_); }
  // The steps it took to find room.
  size_t put(const KnownType& known) {
    size_t steps = 0;
    size_t i = place(known.id);
    for (; slots_[i].index != kNone; ++steps) i = (i + 1) & (slots_.size() - 1);
    slots_[i] = known;
    return steps;
  }

  std::vector<KnownType> slots_;
  unsigned bits_ = 4;
  uint64_t factor_ = 0x9e3779b97f4a7c15ull;
  uint64_t other_factor_ = 1;
};

class Reader {
 public:
  Reader(Schema& schema, Reporter& report)
      : schema_(schema), report_(report), in_(Bytes(schema.text.data(), schema.text.size())) {}

  void run();

 private:
  uint32_t at() const { return static_cast<uint32_t>(in_.offset()); }
  // Reports once; everything read after it is nothing.
  void fail(uint32_t offset, const std::string& text) {
    if (failed_) return;
    failed_ = true;
    report_.error(offset, text);
    in_.poison(wire::Fault::aborted);
  }
  bool ok(const char* what) { return __builtin_expect(in_.ok(), 1) || truncated(what); }
  bool truncated(const char* what) {
    const auto offset = static_cast<uint32_t>(in_.fault_offset());
    fail(offset, in_.fault() == wire::Fault::string_form ? std::string("string length byte 255")
                                                         : std::string("truncated while reading ") + what);
    return false;
  }
  bool expect(uint32_t magic, const char* what) {
    const uint32_t got = in_.fetch_int();
    if (__builtin_expect(got == magic, 1)) return true;  // no magic is 0, which a truncated file yields
    return unexpected(got, what);
  }
  bool unexpected(uint32_t got, const char* what) {
    if (ok(what)) fail(at() - 4, "magic 0x" + magic_text(got) + ", expected " + what);
    return false;
  }
  uint32_t count(const char* what, uint32_t bytes_min);
  Name name(bool may_be_empty);
  uint32_t type_by_id(uint32_t id) const { return types_.find(id).index; }

  void type();
  void combinator(bool function);
  void left(Combinator& c, bool function);
  bool arguments(uint32_t first, uint32_t n, int depth);
  bool argument(uint32_t index, int depth);
  bool argument_head(Arg& a);
  bool plain_type(Expr& e);
  bool new_type(uint32_t& expr, bool array_allowed, int depth);
  bool type_expr(uint32_t expr, bool array_allowed, int depth);
  bool application(uint32_t expr, int depth);
  bool array(uint32_t expr, int depth);
  bool child(uint32_t expr, int depth);
  bool nat(Expr& e);
  void count_constructors();

  Schema& schema_;
  Reporter& report_;
  wire::Cursor in_;
  const tlo::Dialect* dialect_ = nullptr;
  TypesById types_;
  std::vector<uint32_t> announced_;  // constructors_num by type
  uint32_t variables_ = 0;           // of the combinator at hand: highest number + 1
  bool failed_ = false;
};

uint32_t Reader::count(const char* what, uint32_t bytes_min) {
  const uint32_t n = in_.fetch_int();
  if (n == 0) {
    ok(what);
    return 0;
  }
  if (uint64_t{n} * bytes_min > in_.left()) {
    fail(at() - 4, std::string(what) + " = " + std::to_string(static_cast<int32_t>(n)) + " is impossible, " +
                       std::to_string(in_.left()) + " bytes left");
    return 0;
  }
  return n;
}

Name Reader::name(bool may_be_empty) {
  const uint8_t* const p = in_.position();
  const size_t n = in_.left() ? *p : 0;
  const size_t total = (n + 4) & ~size_t{3};
  // One byte of length: all that is accepted (kNameBytesMax). The cursor says what is wrong with other forms.
  if (__builtin_expect(n > tlo::kNameBytesMax || total > in_.left(), 0)) {
    const uint32_t offset = at();
    const std::string_view s = in_.fetch_string();
    if (ok("a name")) fail(offset, "name of " + std::to_string(s.size()) + " bytes");
    return {};
  }
  const uint32_t offset = at();
  const size_t room = in_.left() - 1;
  in_.resume(p + total);
  if (n == 0) {
    if (!may_be_empty) fail(offset, "empty name");
    return {};
  }
  if (!printable(p + 1, n, room)) fail(offset, "a name has bytes that cannot stand in a name");
  return {offset + 1, static_cast<uint32_t>(n)};
}

void Reader::run() {
  const uint32_t magic = in_.fetch_int();
  if (!ok("schema magic")) return;
  for (const tlo::Dialect& d : tlo::kDialects) {
    if (d.schema == magic) dialect_ = &d;
  }
  if (!dialect_) return fail(0, "unknown schema magic 0x" + magic_text(magic));
  schema_.version_magic = magic;
  schema_.version = in_.fetch_int();
  schema_.date = in_.fetch_int();
  if (!ok("version and date")) return;

  uint32_t n = count("types_num", kTypeBytes);
  schema_.types.reserve(n);
  types_.reserve(n, schema_.content_hash);
  announced_.reserve(n);
  for (; n && !failed_; --n) type();
  if (failed_) return;
  n = count("constructors_num", kCombinatorBytes);
  schema_.constructors.reserve(n);
  schema_.args.reserve(in_.left() / 36);
  schema_.exprs.reserve(in_.left() / 30);
  for (; n && !failed_; --n) combinator(false);
  if (failed_) return;
  n = count("functions_num", kCombinatorBytes);
  schema_.functions.reserve(n);
  for (; n && !failed_; --n) combinator(true);
  if (failed_) return;
  if (in_.left()) return fail(at(), std::to_string(in_.left()) + " bytes behind the end of the schema");
  count_constructors();
}

void Reader::type() {
  if (!expect(tlo::kType, "a type")) return;
  Type t;
  const uint32_t offset = at();
  t.id = in_.fetch_int();
  t.name = name(false);
  announced_.push_back(in_.fetch_int());
  in_.fetch_int();  // the compiler's private notes; a default constructor is known by its name
  t.arity = in_.fetch_int();
  t.nat_params = in_.fetch_long();
  if (!ok("a type")) return;
  const auto index = static_cast<uint32_t>(schema_.types.size());
  schema_.types.push_back(t);
  if (t.arity > limits::kTypeParametersMax || t.nat_params >> t.arity) {
    return fail(offset, "type '" + std::string(schema_.name(t.name)) + "': parameters beyond its arity " +
                            std::to_string(t.arity));
  }
  if (type_by_id(t.id) == kNone) {
    types_.add(t.id, index, t.arity);
  } else if (t.id != 0) {  // types without constructors all have id 0, and nobody can hold one
    fail(offset, "type id 0x" + magic_text(t.id) + " is used twice");
  }
}

// What most types are: the application of a known type to nothing. Anything else is left to type_expr(), untouched.
inline __attribute__((always_inline)) bool Reader::plain_type(Expr& e) {
  constexpr size_t kBytes = 16;
  const uint8_t* const p = in_.position();
  if (in_.left() < kBytes || load_u32(p) != dialect_->type_expr || load_u32(p + 12) != 0) return false;
  const KnownType& known = types_.find(load_u32(p + 4));
  if (known.index == kNone || known.arity != 0) return false;
  e.at = at() + 4;
  e.type = known.index;
  e.bare = (load_u32(p + 8) & tlo::kExprBare) != 0;
  in_.resume(p + kBytes);
  return true;
}

// `expr` is written before anything more is read: it may be a part of schema_.args, which moves.
inline __attribute__((always_inline)) bool Reader::new_type(uint32_t& expr, bool array_allowed, int depth) {
  const auto index = static_cast<uint32_t>(schema_.exprs.size());
  expr = index;
  Expr e;
  const bool plain = plain_type(e);
  schema_.exprs.push_back(e);
  return __builtin_expect(plain, 1) || type_expr(index, array_allowed, depth);
}

void Reader::combinator(bool function) {
  if (!expect(dialect_->combinator, "a combinator")) return;
  Combinator c;
  c.kind = function ? CombinatorKind::function : CombinatorKind::constructor;
  c.magic = in_.fetch_int();
  c.magic_explicit = true;
  c.name = name(false);
  const uint32_t offset = at();
  const uint32_t type_id = in_.fetch_int();
  variables_ = 0;
  left(c, function);
  if (failed_ || !expect(dialect_->right, "the result of a combinator")) return;
  if (!new_type(c.result, false, 0)) return;
  if (dialect_->version == 4) c.flags = in_.fetch_int();
  if (!ok("flags of a combinator")) return;
  if (!function) c.flags = 0;
  c.var_count = variables_;
  if (type_id == 0 && function) {
    if (schema_.exprs[c.result].kind == ExprKind::type) c.type = schema_.exprs[c.result].type;
  } else {
    c.type = type_by_id(type_id);
    if (c.type == kNone) return fail(offset, "reference to unknown type 0x" + magic_text(type_id));
  }
  (function ? schema_.functions : schema_.constructors).push_back(c);
}

void Reader::left(Combinator& c, bool function) {
  const uint32_t offset = at();
  const uint32_t magic = in_.fetch_int();
  if (!ok("arguments of a combinator")) return;
  c.first_arg = static_cast<uint32_t>(schema_.args.size());
  if (magic == tlo::kLeftBuiltin) {
    bool known = false;
    for (const Builtin& b : kBuiltins) known = known || b.constructor == schema_.name(c.name);
    if (function || !known) return fail(offset, "no built-in type '" + std::string(schema_.name(c.name)) + "'");
    c.kind = CombinatorKind::builtin;
    return;
  }
  if (magic != tlo::kLeft) return fail(offset, "magic 0x" + magic_text(magic) + ", expected arguments of a combinator");
  c.arg_count = count("args_num", kArgBytes);
  schema_.args.resize(schema_.args.size() + c.arg_count);
  arguments(c.first_arg, c.arg_count, 0);
}

bool Reader::arguments(uint32_t first, uint32_t n, int depth) {
  for (uint32_t i = first; i != first + n; ++i) {
    if (!argument(i, depth)) return false;
  }
  return !failed_;
}

bool Reader::argument(uint32_t index, int depth) {
  if (!expect(dialect_->arg, "an argument")) return false;
  Arg& a = schema_.args[index];
  a.name = name(true);
  if (!argument_head(a)) return false;
  if (a.var != kNone && a.var >= variables_) variables_ = a.var + 1;
  return new_type(a.type, true, depth);
}

bool Reader::argument_head(Arg& a) {
  const uint32_t flags = in_.fetch_int();
  if (flags == 0 && dialect_->version != 1) return __builtin_expect(in_.ok(), 1) || truncated("an argument");
  if (flags & tlo::kArgOptionalVar) a.flags |= kArgImplicit;
  if (flags & tlo::kArgExclamation) a.flags |= kArgBang;
  if (dialect_->version == 1 || (flags & dialect_->has_var)) {
    a.var = in_.fetch_int();
    if (a.var != kNone && a.var >= limits::kVariablesMax) {
      fail(at() - 4, "variable number " + std::to_string(a.var));
      return false;
    }
  }
  if (flags & dialect_->conditional) {
    a.flags |= kArgConditional;
    a.mask_var = in_.fetch_int();
    const uint32_t bit = in_.fetch_int();
    if (bit > 31) {
      fail(at() - 4, "mask bit " + std::to_string(static_cast<int32_t>(bit)) + " is out of range 0..31");
      return false;
    }
    a.bit = static_cast<uint8_t>(bit);
  }
  return ok("an argument");
}

bool Reader::type_expr(uint32_t expr, bool array_allowed, int depth) {
  const uint32_t magic = in_.fetch_int();
  if (__builtin_expect(magic == dialect_->type_expr, 1)) return application(expr, depth);
  Expr& e = schema_.exprs[expr];
  e.at = at() - 4;
  if (magic == dialect_->type_var) {
    e.kind = ExprKind::var;
    e.nat.var = in_.fetch_int();
    const uint32_t flags = in_.fetch_int();
    if (flags & tlo::kExprBare) fail(e.at, "a type variable cannot be bare");
    return ok("a type variable");
  }
  if (magic == dialect_->array && array_allowed) return array(expr, depth);
  return unexpected(magic, "a type");
}

bool Reader::application(uint32_t expr, int depth) {
  const uint32_t id = in_.fetch_int();
  const uint32_t flags = in_.fetch_int();
  const uint32_t n = in_.fetch_int();
  if (!ok("a type")) return false;
  const uint32_t type = type_by_id(id);
  const uint32_t offset = at() - 12;
  if (type == kNone) {
    fail(offset, "reference to unknown type 0x" + magic_text(id));
    return false;
  }
  if (n != schema_.types[type].arity) {
    fail(offset, std::to_string(n) + " children, type '" + std::string(schema_.name(schema_.types[type].name)) +
                     "' has arity " + std::to_string(schema_.types[type].arity));
    return false;
  }
  Expr& e = schema_.exprs[expr];
  e.at = offset;
  e.type = type;
  e.bare = (flags & tlo::kExprBare) != 0;
  if (n == 0) return true;
  if (depth == limits::kSchemaNestingMax) {
    fail(offset, "nested too deeply");
    return false;
  }
  const auto first = static_cast<uint32_t>(schema_.exprs.size());
  e.first = first;
  e.count = n;
  schema_.exprs.resize(first + n);  // n is an arity, no announced count: nothing to believe
  for (uint32_t i = 0; i != n; ++i) {
    if (!child(first + i, depth + 1)) return false;
  }
  return true;
}

bool Reader::child(uint32_t expr, int depth) {
  const uint32_t offset = at();
  if (dialect_->version == 1) {
    const uint32_t magic = in_.peek_int();
    if (magic != dialect_->nat_const && magic != dialect_->nat_var) return type_expr(expr, false, depth);
  } else {
    const uint32_t magic = in_.fetch_int();
    if (magic == tlo::kExprType) return plain_type(schema_.exprs[expr]) || type_expr(expr, false, depth);
    if (magic != tlo::kExprNat) return unexpected(magic, "a type or a number");
  }
  Expr& e = schema_.exprs[expr];
  e.kind = ExprKind::nat;
  e.at = offset;
  return nat(e);
}

bool Reader::nat(Expr& e) {
  const uint32_t offset = at();
  const uint32_t magic = in_.fetch_int();
  const bool is_const = magic == dialect_->nat_const || (dialect_->version != 1 && magic == tlo::kExprNat);
  if (!is_const && magic != dialect_->nat_var) return unexpected(magic, "a number");
  const uint64_t value = dialect_->version == 1 ? in_.fetch_long() : in_.fetch_int();
  if (!is_const) e.nat.var = in_.fetch_int();
  if (!ok("a number")) return false;
  if (value > 0xffffffff || (!is_const && e.nat.var >= limits::kVariablesMax)) {
    fail(offset, "a number is out of range");
    return false;
  }
  e.nat.add = static_cast<uint32_t>(value);
  return true;
}

bool Reader::array(uint32_t expr, int depth) {
  const uint32_t offset = at() - 4;
  Expr e;
  e.kind = ExprKind::array;
  e.at = offset;
  if (!nat(e)) return false;
  e.count = count("args_num", kArgBytes);
  if (depth == limits::kSchemaNestingMax) fail(offset, "nested too deeply");
  if (failed_) return false;
  e.first = static_cast<uint32_t>(schema_.args.size());
  schema_.args.resize(schema_.args.size() + e.count);
  schema_.exprs[expr] = e;
  return arguments(e.first, e.count, depth + 1);
}

void Reader::count_constructors() {
  fill_constructor_lists(schema_);
  for (size_t i = 0; i != schema_.types.size(); ++i) {
    Type& t = schema_.types[i];
    if (t.constructor_count != announced_[i]) {
      fail(t.name.at, "type '" + std::string(schema_.name(t.name)) + "' announces " + std::to_string(announced_[i]) +
                          " constructors, " + std::to_string(t.constructor_count) + " found");
      return;
    }
    for (uint32_t j = 0; j != t.constructor_count; ++j) {
      const Combinator& c = schema_.constructor_of(t, j);
      if (schema_.name(c.name) != "_") continue;
      t.flags |= kTypeHasDefault;
      if (j + 1 != t.constructor_count) fail(c.name.at, "a type has two default constructors");
    }
  }
}

}  // namespace

bool looks_compiled(Bytes file) {
  if (file.size < 4) return false;
  const uint32_t magic = load_u32(file.data);
  for (const tlo::Dialect& d : tlo::kDialects) {
    if (d.schema == magic) return true;
  }
  return false;
}

void read_tlo(SchemaBytes file, Schema& out, Reporter& report) {
  out.text = std::move(file);
  out.version_magic = kNone;  // "compiled", until the real one is read
  out.content_hash = hash_bytes(out.text.data(), out.text.size());
  Reader(out, report).run();
}

}  // namespace vkext::tl
