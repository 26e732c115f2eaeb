// Schemas from text in one line, and look-ups by name: the base of tests about reading schemas.
//
// Test side only; knows nothing about plans.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "tl/load.h"
#include "tl/schema_text.h"

namespace vkext::test {

// What the small schemas of tests stand on.
inline const std::string kPrelude =
    "int ? = Int; long ? = Long; string ? = String;\n"
    "vector {t:Type} # [t] = Vector t; tuple {t:Type} {n:#} [t] = Tuple t n;\n";

struct Loaded {
  tl::Schema schema;
  tl::Diagnostics diagnostics;
  bool ok = false;

  // "6:12 expected ';', found end of file", errors only, one a line; of several files with the name in front.
  std::string errors() const { return list(tl::Severity::error); }
  std::string warnings() const { return list(tl::Severity::warning); }

  const tl::Combinator* find(std::string_view name) const {
    for (const auto* all : {&schema.constructors, &schema.functions}) {
      for (const tl::Combinator& c : *all) {
        if (schema.name(c.name) == name) return &c;
      }
    }
    return nullptr;
  }
  const tl::Type* type(std::string_view name) const {
    for (const tl::Type& t : schema.types) {
      if (schema.name(t.name) == name) return &t;
    }
    return nullptr;
  }
  std::string magic(std::string_view name) const { return find(name) ? tl::magic_text(find(name)->magic) : "absent"; }
  std::string canonical(std::string_view name) const {
    return find(name) ? tl::canonical_text(schema, *find(name)) : "absent";
  }
  std::string source(std::string_view name) const {
    return find(name) ? tl::source_text(schema, *find(name)) : "absent";
  }

 private:
  std::string list(tl::Severity severity) const {
    std::string out;
    for (const tl::Diagnostic& d : diagnostics) {
      if (d.severity != severity) continue;
      if (!out.empty()) out += '\n';
      if (schema.files.size() > 1) out += d.file + ':';
      if (d.line) out += std::to_string(d.line) + ':' + std::to_string(d.column) + ' ';
      if (d.offset != tl::Diagnostic::kNoOffset) out += "@" + std::to_string(d.offset) + ' ';
      out += d.text;
    }
    return out;
  }
};

inline Loaded load_sources(const std::vector<tl::Source>& sources) {
  Loaded l;
  l.ok = tl::load_text(sources, l.schema, l.diagnostics);
  return l;
}
inline Loaded load(const std::string& text) { return load_sources({{"test.tl", text}}); }
// What is wrong with a text that stands behind the prelude; line numbers count from the prelude's first.
inline std::string errors_of(const std::string& text) {
  const Loaded l = load(kPrelude + text);
  EXPECT_EQ(l.ok, l.errors().empty());
  return l.errors();
}
inline Loaded load_bytes(std::string_view bytes) {
  Loaded l;
  l.ok = tl::load_tlo(Bytes(bytes), "test.tlo", l.schema, l.diagnostics);
  return l;
}

inline std::string file_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// A folder or file beside the project that a user's machine need not have; "" when it is not there.
inline std::string corpus_path(const std::string& name) {
  const char* folder = getenv("VKEXT_SHARED");
  const std::string path = std::string(folder ? folder : VKEXT_SOURCE_DIR "/../shared") + "/" + name;
  return std::ifstream(path).good() ? path : std::string();
}

}  // namespace vkext::test
