// What the core alone, without a PHP value, says of bytes: the other half of every comparison in fuzz_php_store.
//
// Test side only.
#pragma once

#include <string>

#include "base/buffer.h"
#include "php/php.h"
#include "serve/mock_service.h"
#include "tl/decode.h"
#include "tl/encode.h"
#include "tl/tree_sink.h"
#include "tl/tree_source.h"
#include "zend/tree_value.h"

namespace vkext::fuzz {

// A stored query decodes, and what it decodes to encodes to the same bytes.
inline void check_query(Bytes p) {
  tl::Tree value;
  tl::ResultShape shape;
  tl::TreeSink sink(plans(), tl::TreeSink::Form::whole);
  wire::Cursor in(p);
  tl::Decoder<tl::TreeSink> decoder(plans(), sink, in, {});
  decoder.query(&value, shape);
  if (in.fault() != wire::Fault::none || in.left() != 0) die("what was stored does not decode: " + hex(p));
  Buffer out;
  wire::Writer writer(out);
  tl::TreeSource source(plans());
  tl::ResultShape again;
  tl::EncodeError error;
  tl::EncodeOptions options;
  options.allow_internal = true;
  tl::Encoder<tl::TreeSource> encoder(plans(), source, writer, again, error, options);
  if (!encoder.query(&value)) die("what was stored does not encode again: " + hex(p));
  if (out.size() != p.size || memcmp(out.data(), p.data, p.size) != 0) {
    die("what was stored encodes otherwise: " + hex(p) + ", then " + hex(out.bytes()));
  }
}

// Some answer to the stored query; empty where none can be made up.
inline std::string make_answer(Bytes query, uint64_t seed) {
  serve::MockService service(plans(), seed);
  Buffer out;
  return service.call(query, out).failed ? std::string() : std::string(out.bytes().text());
}

// The value of that answer as arrays. False: the bytes are none.
inline bool decode_answer(Bytes query, Bytes answer, const tl::DecodeOptions& options, Value& value) {
  tl::Tree asked, result;
  tl::ResultShape shape;
  tl::TreeSink query_sink(plans(), tl::TreeSink::Form::whole), sink(plans());
  wire::Cursor query_in(query), in(answer);
  tl::Decoder<tl::TreeSink>(plans(), query_sink, query_in, {}).query(&asked, shape);
  if (query_in.fault() != wire::Fault::none) die("what was stored does not decode: " + hex(query));
  tl::Decoder<tl::TreeSink>(plans(), sink, in, options).result({shape.data()}, &result);
  if (options.canonical_strings) in.refuse_loose_strings();
  if (in.fault() != wire::Fault::none || in.left() != 0) return false;
  value = Value();
  zend::put_tree(result, value.get());
  return true;
}

}  // namespace vkext::fuzz
