// Fuzz target: bytes from a stranger through the decoder, as a query and as the answer to one, by one of 32 schemas:
// one written by hand, the others made up.
//
// What decodes must encode, and decode again to the same value. A clean decode minus its last byte must not be clean.
#include <array>
#include <cstdlib>
#include <memory>
#include <string>

#include "base/buffer.h"
#include "support/random_schema.h"
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

tl::PlanSet compiled(const std::string& text) {
  tl::Schema s;
  tl::Diagnostics diagnostics;
  if (!tl::load_text({{"fuzz.tl", text}}, s, diagnostics)) abort();
  auto set = tl::PlanSet::compile(std::move(s));
  if (!set.ok()) abort();
  return std::move(*set);
}

const tl::PlanSet* chosen;  // of the run at hand

const tl::PlanSet& schema() { return *chosen; }

void choose(size_t index) {
  static std::array<std::unique_ptr<tl::PlanSet>, 32> sets;
  if (!sets[index]) {
    test::Random random(index);
    const std::string text = index ? test::model::Text(test::model::random_schema(random)).all() : kSchema;
    sets[index] = std::make_unique<tl::PlanSet>(compiled(text));
  }
  chosen = sets[index].get();
}

// Decodes `bytes` as a query (shape is filled) or as the answer to the query of `shape`.
bool decode(Bytes bytes, bool query, tl::ResultShape& shape, tl::Tree& value) {
  tl::TreeSink sink(schema(), tl::TreeSink::Form::whole);
  wire::Cursor in(bytes);
  tl::DecodeOptions options;
  options.max_empty_elements = 1000;  // a million of them would only take time
  tl::Decoder<tl::TreeSink> decoder(schema(), sink, in, options);
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
  if (size < 2) return 0;
  choose(data[0] % 32);
  const uint8_t choice = data[1];
  const Bytes bytes(data + 2, size - 2);
  tl::ResultShape shape;
  if (choice < 128) {
    round_trip(bytes, true, shape);
    return 0;
  }
  // An answer: to a function whose numbers, where the answer needs them, are all the same small one.
  const auto functions = static_cast<uint32_t>(schema().functions.size());
  const uint32_t index = choice % functions;
  if (schema().functions[index].query_count) return 0;
  const uint32_t words = 1u + schema().plans[schema().functions[index].plan].reg_count;
  const uint32_t at = shape.append(words);
  if (at == tl::kNone) return 0;
  shape.data()[at] = index;
  for (uint32_t i = 1; i != words; ++i) shape.data()[at + i] = choice >> 5;
  round_trip(bytes, false, shape);
  return 0;
}
