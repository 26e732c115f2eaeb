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

// What storing depends on besides the schema: small, so that it is compared at once.
struct StoreSettings {
  enum Flag : uint32_t {
    kObjects = 1,        // the query is an object
    kInternal = 2,       // @internal functions may be sent
    kOverflowFails = 4,  // set_fail_rpc_on_int32_overflow()
    kLegacyFloats = 8,   // vkext.float_strings=legacy
    kStrict = 16,        // vkext.strict=kphp
  };
  uint32_t flags = 0;
  int32_t max_depth = 0;

  bool has(Flag flag) const { return (flags & flag) != 0; }
  bool operator==(const StoreSettings& other) const { return flags == other.flags && max_depth == other.max_depth; }
};

// Stores queries one after another with the same settings, each with its function magic. Trivially destructible; what it
// is given must outlive it, and classes() of the binder must not be cleared.
class QueryEncoder {
 public:
  QueryEncoder(const Schema& schema, Keys& keys, ClassBinder& classes, StoreSettings settings, Buffer& out,
               tl::ResultShape& shape, Notes& notes, tl::EncodeError& error)
      : schema_(schema),
        keys_(keys),
        settings_(settings),
        out_(out),
        shape_(shape),
        error_(error),
        options_(encode_options(settings)),
        source_(schema, keys, classes, notes, source_options(settings)),
        writer_(out),
        encoder_(schema.plans(), source_, writer_, shape, error, options_) {}
  QueryEncoder(const QueryEncoder&) = delete;

  bool is_for(const Schema& schema, StoreSettings settings) const {
    return &schema == &schema_ && settings == settings_;
  }
  // Appends to the buffer; the shape gets what decoding the answer needs. False: the error says why, and the buffer
  // holds rubbish.
  bool encode(zval* query);
  // An array with the function's name in front, then its fields, all of them plain and in the order of the schema, to
  // where there is room for it: the end of it. Null: it is another one, encode() is to do it. Neither the buffer nor the
  // shape are touched, no PHP code runs; everyday_function() says which function it was.
  uint8_t* store_everyday(zval* query, uint8_t* at, uint8_t* end);
  uint32_t everyday_function() const { return likely_.index; }

 private:
  // The function that was stored last: scripts tend to ask the same again.
  struct Likely {
    uint32_t name = 0;  // of the schema
    uint32_t index = tl::kNone;
    uint32_t magic = 0;
    size_t room = 0;  // for the magic and every field but strings
    const tl::Op* op = nullptr;
    const tl::Op* end = nullptr;
  };

  bool encode_everyday(zval* query);
  bool is_everyday(const zval* query);
  bool find_everyday(zend_string* name);
  uint8_t* store_fields(const zval* query, uint8_t* at, uint8_t* end);
  bool encode_any(zval* query);
  static tl::EncodeOptions encode_options(StoreSettings settings);
  static SourceOptions source_options(StoreSettings settings);

  const Schema& schema_;
  Keys& keys_;
  const StoreSettings settings_;
  Likely likely_;
  Buffer& out_;
  tl::ResultShape& shape_;
  tl::EncodeError& error_;
  const tl::EncodeOptions options_;
  ValueSource source_;
  wire::Writer writer_;
  tl::Encoder<ValueSource> encoder_;
};

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
