// The only place where the codec meets PHP values: its templates are instantiated in codec.cpp and nowhere else.
//
// Callers own every buffer; nothing here owns memory across a call that may run PHP code.
#pragma once

#include "base/buffer.h"
#include "tl/decode.h"
#include "tl/encode.h"
#include "zend/class_bind.h"
#include "zend/names.h"
#include "zend/notes.h"
#include "zend/value_source.h"

namespace vkext::zend {

// Stores queries one after another with the same settings, each as encode_query() does. Trivially destructible; what it
// is given must outlive it.
class QueryEncoder {
 public:
  QueryEncoder(const Schema& schema, ClassBinder& classes, const SourceOptions& source, const tl::EncodeOptions& options,
               Buffer& out, tl::ResultShape& shape, Notes& notes, tl::EncodeError& error)
      : schema_(schema),
        error_(error),
        options_(options),
        source_(schema, classes, notes, source),
        writer_(out),
        encoder_(schema.plans(), source_, writer_, shape, error, options_) {}
  QueryEncoder(const QueryEncoder&) = delete;

  bool is_for(const Schema& schema) const { return &schema == &schema_; }
  bool encode(zval* query);

 private:
  friend bool encode_query(const Schema&, ClassBinder&, zval*, const SourceOptions&, const tl::EncodeOptions&, Buffer&,
                           tl::ResultShape&, Notes&, tl::EncodeError&);
  bool run(zval* query);

  const Schema& schema_;
  tl::EncodeError& error_;
  const tl::EncodeOptions options_;
  ValueSource source_;
  wire::Writer writer_;
  tl::Encoder<ValueSource> encoder_;
};

// A whole query with its function magic, appended to `out`; `shape` gets what decoding the answer needs.
// False: `error` says why, and `out` holds rubbish.
bool encode_query(const Schema& schema, ClassBinder& classes, zval* query, const SourceOptions& source,
                  const tl::EncodeOptions& options, Buffer& out, tl::ResultShape& shape, Notes& notes,
                  tl::EncodeError& error);

// Why bytes could not be made a value. Trivially destructible.
struct DecodeError {
  enum class Kind : uint8_t { none, malformed, surplus, out_of_memory, colliding, exception, no_class };
  Kind kind = Kind::none;
  wire::Fault fault = wire::Fault::none;
  size_t offset = 0;
  size_t surplus = 0;
  tl::Path path;
  const tl::ClassName* missing = nullptr;  // no_class; good until the end of the request
  // "result[3].name: fewer bytes than the value needs (byte 17)"
  void describe(char* out, size_t size) const;
};

// The boxed result of the query remembered by `shape`, and nothing behind it. On failure the slot is null.
bool decode_result(const Schema& schema, RowTemplates& rows, const tl::DecodeOptions& options, Bytes body,
                   const uint32_t* shape, zval* slot, DecodeError& error);

// The fields of reqResultHeader (flags and extra) at the front of `body`; `rest` is what follows. The slots are null
// on failure. `protocol` is the schema of tl/rpc.tl.
bool decode_header(const Schema& protocol, RowTemplates& rows, uint32_t extra_plan, Bytes body, zval* flags,
                   zval* extra, Bytes& rest, DecodeError& error);

// The same as objects of generated classes. Autoloaders, property hooks and the like may run; a bailout there loses
// request memory only.
bool decode_typed_result(const Schema& schema, ClassBinder& classes, const tl::DecodeOptions& options, Bytes body,
                         const uint32_t* shape, zval* slot, DecodeError& error);
bool decode_typed_header(const Schema& protocol, ClassBinder& classes, uint32_t extra_plan, Bytes body, zval* flags,
                         zval* extra, Bytes& rest, DecodeError& error);

}  // namespace vkext::zend
