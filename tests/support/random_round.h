// One round of a random schema and a random value of it through reader, compiler and codec: what must hold of any.
//
// Test side only; shared by the unit tests and the fuzz targets, so it reports a failure as text instead of asserting.
// Holds: the bytes are the model's; decoding gives the value back; every prefix is refused; a field taken away is
// missed by name and path. A value without bytes has no prefixes.
#pragma once

#include <string>
#include <string_view>

#include "base/buffer.h"
#include "base/error_codes.h"
#include "support/random_value.h"
#include "tl/decode.h"
#include "tl/encode.h"
#include "tl/load.h"
#include "tl/plan.h"
#include "tl/tree_json.h"
#include "tl/tree_sink.h"
#include "tl/tree_source.h"

namespace vkext::test {

using tl::Tree;

// A tame random schema: the model with its text and its plans.
struct RandomSchema {
  model::Schema model;
  std::string text;
  tl::PlanSet set;
  std::string problem;  // why it does not load, "" when it does

  explicit RandomSchema(Random& random) : model(model::random_schema(random)), text(model::Text(model).all()) {
    tl::Schema schema;
    tl::Diagnostics diagnostics;
    if (!tl::load_text({{"random.tl", text}}, schema, diagnostics)) {
      for (const auto& d : diagnostics) problem += d.format() + '\n';
      return;
    }
    take_magics(schema);
    auto compiled = tl::PlanSet::compile(std::move(schema));
    if (compiled.ok()) {
      set = std::move(*compiled);
    } else {
      problem = compiled.error().text;
    }
  }

 private:
  // Computed magics are not the model's business: they have tests of their own against other compilers.
  void take_magics(const tl::Schema& schema) {
    const auto look_up = [&](model::Combinator& c, const std::vector<tl::Combinator>& list) {
      for (const tl::Combinator& found : list) {
        if (!c.magic_written && schema.name(found.name) == c.name) c.magic = found.magic;
      }
    };
    for (auto& t : model.types) {
      for (auto& c : t.constructors) look_up(c, schema.constructors);
    }
    for (auto& f : model.functions) look_up(f, schema.functions);
  }
};

class RandomRound {
 public:
  // `prefixes`: how many of a long value are tried; short ones are tried all.
  RandomRound(const RandomSchema& schema, Random& random, uint32_t prefixes)
      : schema_(schema), random_(random), prefixes_(prefixes) {}

  size_t values() const { return values_; }

  // One query and one answer to it. "" when everything holds.
  std::string run() {
    model::Values values(schema_.model, random_);
    model::Made made;
    const auto function = random_.below(static_cast<uint32_t>(schema_.model.functions.size()));
    const model::Query query = values.query(function, made);
    if (!query.function) return {};
    tl::ResultShape shape;
    std::string problem = check(made, nullptr, shape);
    if (!problem.empty()) return "query: " + problem;
    if (!values.answer(query, made)) return {};
    problem = check(made, &shape, shape);
    return problem.empty() ? "" : "answer: " + problem;
  }

 private:
  struct Result {
    int code = 0;
    std::string bytes, path;
  };

  // With `answered`, the value is an answer to that query.
  Result encode(const Tree& v, const tl::ResultShape* answered, tl::ResultShape& shape) {
    Buffer out;
    wire::Writer writer(out);
    tl::TreeSource source(schema_.set);
    tl::EncodeError error;
    const tl::EncodeOptions options;
    tl::ResultShape unused;
    tl::Encoder<tl::TreeSource> encoder(schema_.set, source, writer, answered ? unused : shape, error, options);
    const bool ok = answered ? encoder.result({answered->data()}, &v) : encoder.query(&v);
    Result r;
    r.code = ok ? 0 : error.code ? error.code : -1;
    r.bytes = std::string(out.bytes().text());
    r.path = std::string(error.path.text());
    return r;
  }
  bool decode(std::string_view bytes, const tl::ResultShape* answered, Tree& v, std::string* path) {
    tl::TreeSink sink(schema_.set, tl::TreeSink::Form::whole);
    wire::Cursor in{Bytes(bytes)};
    tl::Decoder<tl::TreeSink> decoder(schema_.set, sink, in, {});
    tl::ResultShape shape;
    if (answered) {
      decoder.result({answered->data()}, &v);
    } else {
      decoder.query(&v, shape);
    }
    if (path) *path = std::string(decoder.path().text());
    return in.ok() && in.at_end();
  }

  std::string check(const model::Made& made, const tl::ResultShape* answered, tl::ResultShape& shape) {
    ++values_;
    const Result r = encode(made.value, answered, shape);
    if (r.code) return "does not encode: " + std::to_string(r.code) + " at " + r.path + "\n" + told(made);
    if (r.bytes != made.bytes) return "other bytes: " + hex(r.bytes) + "\n" + told(made);
    Tree back;
    if (!decode(made.bytes, answered, back, nullptr)) return "does not decode\n" + told(made);
    if (back != made.value) return "decodes to " + tl::to_json(back) + "\n" + told(made);
    std::string problem = check_prefixes(made, answered);
    if (problem.empty()) problem = check_missing(made, answered);
    return problem.empty() ? "" : problem + '\n' + told(made);
  }

  std::string check_prefixes(const model::Made& made, const tl::ResultShape* answered) {
    const size_t size = made.bytes.size();
    const bool all = size <= 64;
    const size_t tries = all ? size : prefixes_;
    for (size_t i = 0; i != tries; ++i) {
      const size_t n = all ? i : random_.below(static_cast<uint32_t>(size));
      Tree v;
      std::string path;
      // A copy: a reader that goes too far is seen by the sanitizer.
      const std::string prefix = made.bytes.substr(0, n);
      if (decode(prefix, answered, v, &path)) return "accepts its first " + std::to_string(n) + " bytes";
      if (!answered && n >= 4 && path.empty()) return "no path where it ends, after " + std::to_string(n) + " bytes";
    }
    return {};
  }

  std::string check_missing(const model::Made& made, const tl::ResultShape* answered) {
    if (made.places.empty()) return {};
    const model::Place& place = made.places[random_.below(static_cast<uint32_t>(made.places.size()))];
    tl::ResultShape shape;
    const Result r = encode(model::without(made.value, place.keys), answered, shape);
    if (r.code != codes::kNoField) return "without " + place.path + ": code " + std::to_string(r.code);
    // Long paths lose their inner part.
    if (place.path.size() < 240 && r.path != place.path) return "without " + place.path + " it misses " + r.path;
    return {};
  }

  static std::string hex(const std::string& bytes) {
    std::string out;
    for (const char c : bytes) {
      char two[3];
      snprintf(two, sizeof two, "%02x", static_cast<unsigned>(static_cast<uint8_t>(c)));
      out += two;
    }
    return out;
  }
  std::string told(const model::Made& made) const {
    return "value " + tl::to_json(made.value) + "\nbytes " + hex(made.bytes) + "\nof the schema\n" + schema_.text;
  }

  const RandomSchema& schema_;
  Random& random_;
  uint32_t prefixes_;
  size_t values_ = 0;
};

}  // namespace vkext::test
