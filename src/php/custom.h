// Queries that store themselves and fetch their own answers: typedStore() and typedFetch() of the script's classes.
//
// They work through store_* and fetch_*, which see the query's bytes instead of the script's own buffers as long as the
// method runs. Everything here runs PHP code: nothing of ours may stand on the stack.
#pragma once

#include "base/buffer.h"
#include "base/bytes.h"
#include "tl/encode.h"
#include "zend/compat.h"

namespace vkext::php {

enum class CustomStore : uint8_t {
  none,    // it does not store itself: the schema does
  stored,  // `fetcher` will read the answer
  failed,  // `error` says why; `body` is to be dropped
};
CustomStore custom_store(zend_object* query, Buffer& body, zval* fetcher, tl::EncodeError& error);

// The object that typedFetch() of the fetcher makes of an answer. False: `why` says why not, or an exit is pending.
bool custom_fetch(zend_object* fetcher, Bytes body, zval* result, char* why, size_t size);

}  // namespace vkext::php
