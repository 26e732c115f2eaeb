// Calls and answers through the plans. See decode_call.h.
#include "serve/decode_call.h"

#include <cstdio>
#include <cstring>

#include "tl/decode.h"
#include "tl/encode.h"
#include "tl/tree_sink.h"
#include "tl/tree_source.h"

namespace vkext::serve {

const char* fault_text(wire::Fault fault) {
  switch (fault) {
    case wire::Fault::none:
      return "no error";
    case wire::Fault::short_input:
      return "not enough bytes";
    case wire::Fault::string_form:
      return "a string that begins with byte 255";
    case wire::Fault::count:
      return "a count larger than the data";
    case wire::Fault::magic:
      return "an unexpected magic";
    case wire::Fault::depth:
      return "nested too deep";
    case wire::Fault::bad_bool:
      return "neither boolTrue nor boolFalse";
    case wire::Fault::empty_elements:
      return "too many elements without bytes";
    case wire::Fault::not_canonical:
      return "a string that is not in its shortest form";
    case wire::Fault::unsupported:
      return "a type that cannot be decoded";
    case wire::Fault::aborted:
      return "out of memory";
  }
  return "unknown error";
}

Outcome decode_call(const tl::PlanSet& set, Bytes body, tl::Tree& arguments, tl::ResultShape& shape) {
  char text[200];
  if (body.size >= 4) {
    const uint32_t magic = load_u32(body.data);
    if (set.find_function(magic) == tl::kNone) {
      snprintf(text, sizeof text, "unknown function 0x%08x", magic);
      return Outcome::error(errors::kUnknownFunction, text);
    }
  }
  tl::TreeSink sink(set, tl::TreeSink::Form::whole);
  wire::Cursor in(body);
  const tl::DecodeOptions options;
  tl::Decoder<tl::TreeSink> decoder(set, sink, in, options);
  decoder.query(&arguments, shape);
  if (!in.ok()) {
    snprintf(text, sizeof text, "%s at byte %zu", fault_text(in.fault()), in.fault_offset());
    const std::string_view path = decoder.path().text();
    return Outcome::error(errors::kSyntax, path.empty() ? std::string(text) : std::string(path) + ": " + text);
  }
  if (!in.at_end()) {
    snprintf(text, sizeof text, "%zu bytes too many behind the arguments", in.left());
    return Outcome::error(errors::kTrailingBytes, text);
  }
  return Outcome::done();
}

Outcome encode_answer(const tl::PlanSet& set, const tl::ResultShape& shape, const tl::Tree& value, Buffer& out) {
  return encode_answer(set, tl::ShapeView{shape.data()}, value, out);
}

Outcome encode_answer(const tl::PlanSet& set, tl::ShapeView shape, const tl::Tree& value, Buffer& out) {
  wire::Writer writer(out);
  tl::TreeSource source(set);
  tl::EncodeError error;
  tl::ResultShape unused;
  const tl::EncodeOptions options;
  tl::Encoder<tl::TreeSource> encoder(set, source, writer, unused, error, options);
  if (!encoder.result(shape, &value)) {
    std::string text(error.path.text());
    return Outcome::error(errors::kHandler,
                          "the answer cannot be stored: " + text + (text.empty() ? "" : ": ") + error.text);
  }
  if (out.failed()) return Outcome::error(errors::kHandler, "out of memory");
  return Outcome::done();
}

}  // namespace vkext::serve
