// From answer bytes to what a script gets; the untyped forms. See answers.h.
#include "php/answers.h"

#include "base/error_codes.h"
#include "php/calls.h"
#include "php/globals.h"
#include "rpc/headers.h"
#include "zend/array_builder.h"
#include "zend/codec.h"
#include "zend/plain_rows.h"

namespace vkext::php {

namespace {

constexpr uint32_t kReqError = 0xb527877d;
constexpr zend_long kNotCompressed = 0;
constexpr uint32_t kAnswerBits = 0x0800407f;  // what rpcReqResultExtra knows

void add(zval* array, zend_string* key, zval* value) { zend_hash_add_new(Z_ARRVAL_P(array), key, value); }

void add_name(zval* array, zend_string* name) {
  zval value;
  ZVAL_STR(&value, name);
  add(array, zend::known.underscore, &value);
}

void put_error_array(zval* out, int code, std::string_view text) {
  zval value;
  array_init_size(out, 2);
  zend::set_string(&value, text);
  add(out, zend::known.dunder_error, &value);
  ZVAL_LONG(&value, code);
  add(out, zend::known.dunder_error_code, &value);
}

// reqError as a result keeps its own keys beside ours (decision 11).
void add_req_error_keys(zval* out, int code, std::string_view text) {
  zval value;
  ZVAL_LONG(&value, code);
  add(out, zend::known.error_code, &value);
  zend::set_string(&value, text);
  add(out, zend::known.error, &value);
  add_name(out, zend::known.req_error);
}

// Bytes that make no value.
void bad_response(Form form, zval* out, const zend::DecodeError& error) {
  char text[1200];
  char why[1100];
  error.describe(why, sizeof why);
  snprintf(text, sizeof text, "Can't parse response: %s", why);
  LastError& last = runtime().last_error();
  last.set(codes::kBadResponse, "decode", text);
  last.path.assign(error.path.text());
  if (error.kind == zend::DecodeError::Kind::exception) {
    ZVAL_NULL(out);
    return;
  }
  // The old text, unless the bytes are not to blame.
  using Kind = zend::DecodeError::Kind;
  const bool not_the_bytes = error.kind == Kind::no_class || error.kind == Kind::out_of_memory;
  put_failure(form, out, codes::kBadResponse, not_the_bytes ? text : "Can't parse response");
}

void put_error(Form form, zval* out, const rpc::AnswerView& view, Header& header) {
  zval plain;
  put_failure(form, &plain, view.code, view.text);
  if (form == Form::untyped && view.wrapper == kReqError) add_req_error_keys(&plain, view.code, view.text);
  runtime().last_error().set(view.code, "server", std::string(view.text).c_str());
  const bool with_header = header.present && header.form == form && VKEXT_G(error_with_header) && !EG(exception);
  if (!with_header) {
    header.drop();
    ZVAL_COPY_VALUE(out, &plain);
  } else if (form == Form::typed) {
    put_typed_response(out, header, &plain);
  } else {
    array_init_size(out, 3);
    add(out, zend::known.flags, &header.flags);
    add(out, zend::known.extra, &header.extra);
    add(out, zend::known.result, &plain);
  }
}

__attribute__((always_inline)) inline void put_row(zval* out, zval* value) {
  HashTable* row = zend::copy_row(zend::answer_row());
  ZVAL_ARR(out, row);
  ZVAL_COPY_VALUE(&row->arData[0].val, value);
}

void put_value(zval* out, zval* value, Header& header) {
  if (EXPECTED(!header.present)) return put_row(out, value);
  HashTable* ht = zend::new_array(4);
  zend_hash_real_init_mixed(ht);
  ZVAL_ARR(out, ht);
  zval name;
  _zend_hash_append_ex(ht, zend::known.flags, &header.flags, true);
  _zend_hash_append_ex(ht, zend::known.extra, &header.extra, true);
  _zend_hash_append_ex(ht, zend::known.result, value, true);
  ZVAL_STR(&name, zend::known.req_result_header);
  _zend_hash_append_ex(ht, zend::known.underscore, &name, true);
}

// The field of a bit that nobody told us about has an unknown size, and a compressed result is none: both end it.
bool understood(const Header& header) {
  if (static_cast<uint32_t>(Z_LVAL(header.flags)) & ~kAnswerBits) return false;
  if (Z_TYPE(header.extra) != IS_ARRAY) return true;
  zval* compression = zend_hash_str_find(Z_ARRVAL(header.extra), ZEND_STRL("compression_version"));
  return !compression || Z_LVAL_P(compression) == kNotCompressed;
}

// The header in front of an answer; false: `error` says why.
bool take_header(Bytes& body, Header& header, zend::DecodeError& error) {
  zend::Schema* protocol = runtime().protocol();
  Bytes rest;
  if (!protocol || !zend::decode_header(*protocol, runtime().protocol_rows(), runtime().extra_plan(), body,
                                        &header.flags, &header.extra, rest, error)) {
    if (error.kind == zend::DecodeError::Kind::none) error.kind = zend::DecodeError::Kind::malformed;
    return false;
  }
  header.present = true;
  if (!understood(header)) {
    error.kind = zend::DecodeError::Kind::malformed;
    error.fault = wire::Fault::unsupported;
    header.drop();
    return false;
  }
  if (header.form == Form::typed) {
    header.drop();
    header.present = zend::decode_typed_header(*protocol, runtime().classes(), runtime().extra_plan(), body,
                                               &header.flags, &header.extra, rest, error);
  }
  body = rest;
  return header.present;
}

// One record of plain fields. False, with nothing made: the next one is to do it.
__attribute__((always_inline)) inline bool decode_everyday(BoundSchema& bound, uint32_t function, Bytes body, zval* out) {
  if (UNEXPECTED(body.size < 4) || UNEXPECTED(body.size > zend::kPlainBytesMax)) return false;
  if (UNEXPECTED(VKEXT_G(max_depth) < 1) || UNEXPECTED(is_strict("bytes"))) return false;
  const uint32_t magic = load_u32(body.data);
  const zend::PlainRow* row = &bound.rows.plain(function, magic);
  if (UNEXPECTED(!row->is_of(function, magic))) {
    row = &bound.rows.learn_plain(function, magic, !rpc::is_plain_result(body));
  }
  if (!row->model) return false;
  zval value;
  HashTable* fields = zend::copy_row(row->model);
  ZVAL_ARR(&value, fields);
  if (UNEXPECTED(!zend::fetch_plain_row(*row, fields->arData, {body.data + 4, body.size - 4}))) {
    zval_ptr_dtor(&value);
    return false;
  }
  put_row(out, &value);
  return true;
}

// The same of any result with nothing in front of it, straight into its place in ['result' => …, '_' => '_'].
__attribute__((noinline)) bool decode_plain(BoundSchema& bound, uint32_t function, Bytes body, zval* out) {
  if (UNEXPECTED(!rpc::is_plain_result(body))) return false;
  const tl::DecodeOptions options = decode_options();
  zend::DecodeError error;
  HashTable* row = zend::copy_row(zend::answer_row());
  ZVAL_ARR(out, row);
  if (EXPECTED(zend::decode_result(*bound.schema, bound.rows, options, body, &function, &row->arData[0].val, error))) {
    return true;
  }
  zval_ptr_dtor(out);
  ZVAL_NULL(out);
  return false;
}

void decode_value(const Asked& asked, Bytes body, Header& header, Form form, zval* out) {
  if (asked.fetcher) return put_fetched(asked, body, header, form, out);
  const tl::DecodeOptions options = decode_options();
  zend::DecodeError error;
  zval value;
  const zend::Schema& schema = *asked.schema->schema;
  const uint32_t* shape = asked.shape;
  if (form == Form::typed) {
    // Its autoloader runs before the first byte is read.
    runtime().classes().response(header.present ? zend::Response::header : zend::Response::ok);
    if (!EG(exception) &&
        zend::decode_typed_result(schema, runtime().classes(), options, body, shape, &value, error)) {
      return put_typed_response(out, header, &value);
    }
    if (EG(exception)) error.kind = zend::DecodeError::Kind::exception;
  } else if (zend::decode_result(schema, asked.schema->rows, options, body, shape, &value, error)) {
    return put_value(out, &value, header);
  }
  header.drop();
  bad_response(form, out, error);
}

}  // namespace

void put_failure(Form form, zval* out, int code, std::string_view text) {
  if (form == Form::typed) return put_typed_error(out, code, text);
  put_error_array(out, code, text);
}

bool take_in_place(int64_t id, zval* out) {
  Runtime& r = runtime();
  rpc::Ready ready;
  uint32_t function;
  if (UNEXPECTED(!r.only_values()) || !r.client().look_ready(id, ready)) return false;
  BoundSchema* bound = r.usual(ready.cookie, function);
  if (UNEXPECTED(!bound)) return false;
  if (!decode_everyday(*bound, function, ready.body, out) && !decode_plain(*bound, function, ready.body, out)) {
    return false;
  }
  r.client().drop_ready(ready);
  bound->drop();
  return true;
}

void decode_answer(const Asked& asked, AnswerPlace& place, Form form, zval* out) {
  Bytes body = place.answer.body.bytes();
  Header header;
  if (EXPECTED(rpc::is_plain_result(body))) {
    return decode_value(asked, body, header, form, out);
  }
  zend::DecodeError error;
  rpc::AnswerView view = rpc::classify_answer(body);
  if (view.kind == rpc::AnswerKind::header) {
    body = view.rest;
    // What a typedFetch() makes is an object whatever was asked for.
    header.form = asked.fetcher ? Form::typed : form;
    if (!take_header(body, header, error)) return bad_response(form, out, error);
    view = rpc::classify_answer(body);
  }
  if (view.kind == rpc::AnswerKind::gzip) {
    if (rpc::unpack_gzip(view.rest, limits::kPacketBytesMax, place.unpacked).ok()) {
      return decode_value(asked, place.unpacked.bytes(), header, form, out);
    }
    view.kind = rpc::AnswerKind::malformed;
  }
  switch (view.kind) {
    case rpc::AnswerKind::error: return put_error(form, out, view, header);
    case rpc::AnswerKind::result: return decode_value(asked, body, header, form, out);
    default: break;
  }
  header.drop();
  error.kind = zend::DecodeError::Kind::malformed;
  error.fault = wire::Fault::magic;
  bad_response(form, out, error);
}

}  // namespace vkext::php
