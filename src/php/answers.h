// Answers as scripts get them: arrays (untyped), or objects of generated classes (typed).
//
// docs/values.md says what the values look like. Typed forms look for classes and so may run PHP code; when that
// throws, the value is null and the exception stays pending. Owns nothing: bytes belong to the AnswerPlace.
#pragma once

#include "php/runtime.h"
#include "zend/compat.h"

namespace vkext::php {

enum class Form : uint8_t { untyped, typed };

// What stood in front of a result (reqResultHeader).
struct Header {
  bool present = false;
  Form form = Form::untyped;  // of `extra`
  zval flags;
  zval extra;

  void drop() {
    if (present) zval_ptr_dtor(&extra);
    present = false;
  }
};

// A failure: `__error` and `__error_code`, or an rpcResponseError.
void put_failure(Form form, zval* out, int code, std::string_view text);
// The usual answer, untyped: its value is made where the bytes lie, and it is dropped when that is done; a bailout in
// between leaves it to the end of the request. Runs no PHP code. False, with nothing done: all that is not usual.
bool take_in_place(int64_t id, zval* out);
// The value of an answer that came, or the failure it carries or is.
void decode_answer(const Asked& asked, AnswerPlace& place, Form form, zval* out);

// --- typed_answers.cpp ---

// rpcResponseError. Without that class: false, and a warning (decision 42).
void put_typed_error(zval* out, int code, std::string_view text);
// rpcResponseOk, or rpcResponseHeader when there was one. Takes over `result` and the header.
void put_typed_response(zval* out, Header& header, zval* result);
// What the query's own typedFetch() makes of the bytes, in its rpcResponse.
void put_fetched(const Asked& asked, Bytes body, Header& header, Form form, zval* out);

}  // namespace vkext::php
