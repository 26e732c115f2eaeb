// Fuzz target: bytes from a stranger through the decoder, both ways: as a query and as the answer to one.
//
// What decodes must encode, and decode again to the same value. A clean decode minus its last byte must not be clean.
#include <cstdlib>
#include <string>

#include "base/buffer.h"
#include "tl/decode.h"
#include "tl/encode.h"
#include "tl/load.h"
#include "tl/plan.h"
#include "tl/tree_sink.h"
#include "tl/tree_source.h"

namespace {

using namespace vkext;

constexpr const char* kSchema = R"(
int ? = Int;
long ? = Long;
float ? = Float;
double ? = Double;
string ? = String;
boolFalse#bc799737 = Bool;
boolTrue#997275b5 = Bool;
true = True;
vector {t:Type} # [t] = Vector t;
tuple {t:Type} {n:#} [t] = Tuple t n;
resultFalse {t:Type} = Maybe t;
resultTrue {t:Type} result:t = Maybe t;
dictionaryField {t:Type} key:string value:t = DictionaryField t;
dictionary {t:Type} %(Vector %(DictionaryField t)) = Dictionary t;
pair {X:Type} {Y:Type} first:X second:Y = Pair X Y;
left {X:Type} {Y:Type} value:X = Either X Y;
right {X:Type} {Y:Type} value:Y = Either X Y;
node f:# id:int name:f.0?string kids:f.1?%(Vector %Node) flag:f.2?true big:f.3?long ratio:f.4?double = Node;
matrix n:# m:# cells:n*[m*[int]] = Matrix;
---functions---
@any f.node node:%Node = Node;
@any f.all a:int b:long c:float d:double e:string f:Bool = Vector (Maybe (Either int string));
@any f.matrix m:Matrix = Dictionary (Tuple int 3);
@any f.pairs x:(Dictionary (Pair int (Vector long))) = Maybe Node;
@any f.wrap {X:Type} n:# query:!X = Pair int X;
)";

const tl::PlanSet& schema() {
  static const tl::PlanSet set = [] {
    tl::Schema s;
    tl::Diagnostics diagnostics;
    if (!tl::load_text({{"fuzz.tl", kSchema}}, s, diagnostics)) abort();
    auto compiled = tl::PlanSet::compile(std::move(s));
    if (!compiled.ok()) abort();
    return std::move(*compiled);
  }();
  return set;
}

// Decodes `bytes` as a query (shape is filled) or as the answer to the query of `shape`.
bool decode(Bytes bytes, bool query, tl::ResultShape& shape, tl::Tree& value) {
  tl::TreeSink sink(schema(), tl::TreeSink::Form::whole);
  wire::Cursor in(bytes);
  tl::Decoder<tl::TreeSink> decoder(schema(), sink, in, {});
  if (query) {
    decoder.query(&value, shape);
  } else {
    decoder.result({shape.data()}, &value);
  }
  return in.fault() == wire::Fault::none && in.left() == 0;
}

void round_trip(Bytes bytes, bool query, tl::ResultShape& shape) {
  tl::Tree value;
  if (!decode(bytes, query, shape, value)) return;
  Buffer out;
  wire::Writer writer(out);
  tl::TreeSource source(schema());
  tl::ResultShape again;
  tl::EncodeError error;
  const tl::EncodeOptions options;  // the encoder keeps a reference
  tl::Encoder<tl::TreeSource> encoder(schema(), source, writer, again, error, options);
  const bool ok = query ? encoder.query(&value) : encoder.result({shape.data()}, &value);
  if (!ok) abort();
  tl::Tree back;
  tl::ResultShape back_shape;
  const Bytes written = out.bytes();
  if (!decode(written, query, query ? back_shape : shape, back) || back != value) abort();
  tl::Tree cut;
  tl::ResultShape cut_shape;
  if (written.size > 0 && decode(written.first(written.size - 1), query, query ? cut_shape : shape, cut)) abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 1) return 0;
  const uint8_t choice = data[0];
  const Bytes bytes(data + 1, size - 1);
  tl::ResultShape shape;
  if (choice < 128) {
    round_trip(bytes, true, shape);
    return 0;
  }
  // An answer: to a function without numbers of its own that the answer would need.
  const auto functions = static_cast<uint32_t>(schema().functions.size());
  const uint32_t index = choice % functions;
  if (schema().functions[index].query_count) return 0;
  const uint32_t at = shape.append(1u + schema().plans[schema().functions[index].plan].reg_count);
  if (at == tl::kNone) return 0;
  shape.data()[at] = index;
  round_trip(bytes, false, shape);
  return 0;
}
