// Instantiates the encoder and the decoder for PHP values.
#include "zend/codec.h"

#include "base/error_codes.h"
#include "zend/array_sink.h"
#include "zend/object_sink.h"
#include "zend/value_source.h"

namespace vkext::zend {

namespace {

const char* explain(wire::Fault fault) {
  switch (fault) {
    case wire::Fault::none: return "no error";
    case wire::Fault::short_input: return "fewer bytes than the value needs";
    case wire::Fault::string_form: return "a string in a form that cannot stand here";
    case wire::Fault::count: return "more elements announced than there are bytes";
    case wire::Fault::magic: return "a constructor that cannot stand here";
    case wire::Fault::depth: return "nested too deep";
    case wire::Fault::bad_bool: return "neither boolTrue nor boolFalse";
    case wire::Fault::empty_elements: return "too many elements without bytes";
    case wire::Fault::not_canonical: return "a string not in its shortest form, or not padded with zeros";
    case wire::Fault::unsupported: return "a type that cannot be fetched";
    case wire::Fault::aborted: return "given up";
  }
  return "unknown";
}

void fill(DecodeError& error, const wire::Cursor& in, const ContainerSink& sink, const tl::Path& path) {
  using Kind = DecodeError::Kind;
  error.kind = sink.out_of_memory() ? Kind::out_of_memory : sink.colliding() ? Kind::colliding : Kind::malformed;
  error.fault = in.fault();
  error.offset = in.fault_offset();
  error.path = path;
}

// Why a typed value could not be made; drops what the sink still keeps.
void give_up(DecodeError& error, const wire::Cursor& in, ObjectSink& sink, const SchemaClasses& classes,
             const tl::Path& path) {
  if (in.ok() && !EG(exception)) {
    error.kind = DecodeError::Kind::surplus;
    error.surplus = in.left();
  } else {
    fill(error, in, sink, path);
  }
  if (EG(exception)) {
    error.kind = DecodeError::Kind::exception;
  } else if (sink.class_missing()) {
    error.kind = DecodeError::Kind::no_class;
    error.missing = &classes.missing();
  }
  sink.abandon();
}

}  // namespace

void DecodeError::describe(char* out, size_t size) const {
  const std::string_view where = path.text();
  const int n = static_cast<int>(where.size());
  switch (kind) {
    case Kind::none: snprintf(out, size, "no error"); break;
    case Kind::surplus: snprintf(out, size, "%zu byte%s left after the result", surplus, surplus == 1 ? "" : "s"); break;
    case Kind::out_of_memory: snprintf(out, size, "the answer does not fit in memory_limit"); break;
    case Kind::colliding: 
      snprintf(out, size, "%.*s%stoo many keys that collide", n, where.data(), n ? ": " : "");
      break;
    case Kind::exception: snprintf(out, size, "an exception was thrown while fetching"); break;
    case Kind::no_class: {
      const std::string_view name = missing ? missing->text() : std::string_view();
      snprintf(out, size, "%.*s%sclass %.*s not found or not instantiable", n, where.data(), n ? ": " : "",
               static_cast<int>(name.size()), name.data());
      break;
    }
    case Kind::malformed:
      snprintf(out, size, "%.*s%s%s (byte %zu)", n, where.data(), n ? ": " : "", explain(fault), offset);
      break;
  }
}

tl::EncodeOptions QueryEncoder::encode_options(StoreSettings settings) {
  tl::EncodeOptions options;
  options.max_depth = settings.max_depth;
  options.fail_on_int32_overflow = settings.has(StoreSettings::kOverflowFails);
  options.note_int32_overflow = settings.has(StoreSettings::kStrict);
  options.allow_internal = settings.has(StoreSettings::kInternal);
  return options;
}

SourceOptions QueryEncoder::source_options(StoreSettings settings) {
  SourceOptions options;
  options.typed = settings.has(StoreSettings::kObjects);
  options.legacy_floats = settings.has(StoreSettings::kLegacyFloats);
  options.strict = settings.has(StoreSettings::kStrict);
  options.checked_ints = settings.has(StoreSettings::kOverflowFails) || options.strict;
  return options;
}

__attribute__((noinline)) bool QueryEncoder::find_everyday(zend_string* name) {
  const uint32_t index = keys_.find_function(name);
  if (UNEXPECTED(index == tl::kNone)) return false;
  const tl::PlanSet& set = schema_.plans();
  const tl::Function& function = set.functions[index];
  const tl::Plan& plan = set.plans[function.plan];
  constexpr uint32_t kUnlikely = StoreSettings::kOverflowFails | StoreSettings::kStrict;
  if (!(plan.flags & tl::kPlanPlain) || (function.flags & tl::kInternal) || (settings_.flags & kUnlikely)) return false;
  const tl::Op* op = set.ops.data() + plan.first_op;
  likely_ = {function.name, index, function.magic, 4 + 8 * size_t{plan.op_count}, op, op + plan.op_count};
  return true;
}

// It may be one, of the likely function.
__attribute__((always_inline)) inline bool QueryEncoder::is_everyday(const zval* query) {
  if (UNEXPECTED(Z_TYPE_P(query) != IS_ARRAY)) return false;
  const HashTable* ht = Z_ARRVAL_P(query);
  if (UNEXPECTED(is_packed(ht)) || UNEXPECTED(ht->nNumUsed == 0)) return false;
  const Bucket* b = ht->arData;
  if (b->key != known.underscore || UNEXPECTED(Z_TYPE(b->val) != IS_STRING)) return false;
  zend_string* name = Z_STR(b->val);
  return EXPECTED(likely_.index != tl::kNone && keys_.is(likely_.name, name)) || find_everyday(name);
}

__attribute__((always_inline)) inline uint8_t* QueryEncoder::store_fields(const zval* query, uint8_t* at, uint8_t* end) {
  const HashTable* ht = Z_ARRVAL_P(query);
  store_u32(at, likely_.magic);
  tl::Tail tail{at + 4, end};
  const tl::Op* op = likely_.op;
  Bucket* b = ht->arData + 1;
  store_plain_entries<true>(b, ht->arData + ht->nNumUsed, keys_, keys_.all(), op, likely_.end, nullptr, false, tail);
  return EXPECTED(op == likely_.end) ? tail.at : nullptr;
}

uint8_t* QueryEncoder::store_everyday(zval* query, uint8_t* at, uint8_t* end) {
  if (UNEXPECTED(!is_everyday(query)) || UNEXPECTED(static_cast<size_t>(end - at) < likely_.room)) return nullptr;
  return store_fields(query, at, end);
}

// False: nothing was stored, and nothing asked that encode_any() would not ask again.
__attribute__((always_inline)) inline bool QueryEncoder::encode_everyday(zval* query) {
  if (UNEXPECTED(!is_everyday(query))) return false;
  uint8_t* at = out_.reserve(likely_.room);
  if (UNEXPECTED(!at)) return false;
  uint8_t* end = store_fields(query, at, out_.room_end());
  if (UNEXPECTED(!end) || UNEXPECTED(!shape_.push(likely_.index))) return false;
  out_.end_at(end);
  return true;
}

bool QueryEncoder::encode(zval* query) { return encode_everyday(query) || encode_any(query); }

__attribute__((noinline)) bool QueryEncoder::encode_any(zval* query) {
  source_.begin();
  const bool stored = encoder_.query(query);
  source_.end();
  if (UNEXPECTED(!stored)) return false;
  if (UNEXPECTED(writer_.failed())) return error_.set(codes::kNoMemory, "out of memory");
  return true;
}

bool decode_result(const Schema& schema, RowTemplates& rows, const tl::DecodeOptions& options, Bytes body,
                   const uint32_t* shape, zval* slot, DecodeError& error) {
  ZVAL_NULL(slot);
  ArraySink sink(schema, rows);
  wire::Cursor in(body);
  tl::Decoder<ArraySink> decoder(schema.plans(), sink, in, options);
  decoder.result({shape}, slot);
  sink.end();
  if (UNEXPECTED(options.canonical_strings)) in.refuse_loose_strings();
  if (EXPECTED(in.ok() && in.at_end())) return true;
  if (in.ok()) {
    error.kind = DecodeError::Kind::surplus;
    error.surplus = in.left();
  } else {
    fill(error, in, sink, decoder.path());
  }
  zval_ptr_dtor(slot);
  ZVAL_NULL(slot);
  return false;
}

bool decode_header(const Schema& protocol, RowTemplates& rows, uint32_t extra_plan, Bytes body, zval* flags,
                   zval* extra, Bytes& rest, DecodeError& error) {
  ZVAL_NULL(flags);
  ZVAL_NULL(extra);
  ArraySink sink(protocol, rows);
  wire::Cursor in(body);
  tl::DecodeOptions options;
  tl::Decoder<ArraySink> decoder(protocol.plans(), sink, in, options);
  const uint32_t mask = in.fetch_int();
  decoder.fields_of(extra_plan, &mask, extra);
  sink.end();
  if (in.ok()) {
    ZVAL_LONG(flags, static_cast<int32_t>(mask));
    rest = body.drop(in.offset());
    return true;
  }
  fill(error, in, sink, decoder.path());
  zval_ptr_dtor(extra);
  ZVAL_NULL(extra);
  return false;
}

bool decode_typed_result(const Schema& schema, ClassBinder& binder, const tl::DecodeOptions& options, Bytes body,
                         const uint32_t* shape, zval* slot, DecodeError& error) {
  ZVAL_NULL(slot);
  SchemaClasses& classes = binder.of(schema);
  wire::Cursor in(body);
  ObjectSink sink(classes, in);
  tl::Decoder<ObjectSink> decoder(schema.plans(), sink, in, options);
  zval* target = sink.begin_result(slot, shape[0]);
  decoder.result({shape}, target);
  sink.end();
  if (UNEXPECTED(options.canonical_strings)) in.refuse_loose_strings();
  if (EXPECTED(in.ok() && in.at_end()) && sink.finish()) return true;
  zval_ptr_dtor(slot);
  ZVAL_NULL(slot);
  give_up(error, in, sink, classes, decoder.path());
  return false;
}

bool decode_typed_header(const Schema& protocol, ClassBinder& binder, uint32_t extra_plan, Bytes body, zval* flags,
                         zval* extra, Bytes& rest, DecodeError& error) {
  ZVAL_NULL(flags);
  ZVAL_NULL(extra);
  SchemaClasses& classes = binder.of(protocol);
  wire::Cursor in(body);
  ObjectSink sink(classes, in);
  tl::DecodeOptions options;
  tl::Decoder<ObjectSink> decoder(protocol.plans(), sink, in, options);
  const uint32_t mask = in.fetch_int();
  decoder.fields_of(extra_plan, &mask, extra);
  sink.end();
  if (in.ok() && sink.finish()) {
    ZVAL_LONG(flags, static_cast<int32_t>(mask));
    rest = body.drop(in.offset());
    return true;
  }
  zval_ptr_dtor(extra);
  ZVAL_NULL(extra);
  give_up(error, in, sink, classes, decoder.path());
  return false;
}

}  // namespace vkext::zend
