// vkext encode and decode: values to bytes and back, offline.
#include <getopt.h>

#include <cstdio>

#include "base/limits.h"
#include "serve/decode_call.h"
#include "tl/decode.h"
#include "tl/tree_json.h"
#include "tl/tree_sink.h"
#include "tool/codec.h"
#include "tool/command.h"
#include "tool/trace_sink.h"

namespace vkext::tool {

namespace {

constexpr size_t kInputBytesMax = 64u << 20;

// An argument as it is, or standard input for "-".
Result<std::string> argument_or_input(const char* argument) {
  if (std::string_view(argument) != "-") return std::string(argument);
  return read_all("-", kInputBytesMax);
}

// ----------------------------------------------------------------------------------------------------------- encode

const char kEncodeHelp[] =
    "Usage: vkext encode JSON --schema FILES\n"
    "\n"
    "The bytes of a query, in hexadecimal: vkext encode '{\"_\": \"demo.get\", \"key\": \"a\"}' --schema tl/demo.tl\n"
    "A list works too, by position: '[\"demo.get\", \"a\"]'. Bytes that are no text: {\"$hex\": \"00ff\"}; numbers "
    "JSON\n"
    "has not: {\"$float\": \"inf\"}. JSON - reads standard input.\n"
    "\n"
    "  --schema FILES        .tl or .tlo files or a directory; may be given several times\n"
    "  --json                {\"function\", \"hex\", \"bytes\"}\n"
    "  --help                this text\n";

int run_encode(const Command& self, int argc, char** argv) {
  static const option kOptions[] = {{"schema", required_argument, nullptr, 's'},
                                    {"json", no_argument, nullptr, 'j'},
                                    {"help", no_argument, nullptr, 'h'},
                                    {nullptr, 0, nullptr, 0}};
  std::vector<std::string> paths;
  bool json = false;
  opterr = 0;
  for (int c; (c = getopt_long(argc, argv, "h", kOptions, nullptr)) != -1;) {
    switch (c) {
      case 's':
        paths.emplace_back(optarg);
        break;
      case 'j':
        json = true;
        break;
      case 'h':
        return print_help(self);
      default:
        return unknown_option(self, argv);
    }
  }
  if (argc - optind != 1) return usage_error(self, "one JSON value is wanted");
  if (paths.empty()) return usage_error(self, "--schema is missing");
  auto text = argument_or_input(argv[optind]);
  if (!text.ok()) return failure(self, text.error().text);
  auto query = tl::parse_json(*text);
  if (!query.ok()) return failure(self, query.error().text);
  tl::PlanSet plans;
  if (!load_plans(self, paths, plans)) return kFound;
  Buffer bytes;
  tl::ResultShape shape;
  const Status encoded = encode_query(plans, *query, bytes, shape);
  if (!encoded.ok()) return failure(self, encoded.error().text);
  const std::string hex = to_hex(bytes.bytes());
  if (json) {
    tl::Tree report = tl::Tree::map();
    report.set("function", tl::Tree::text(plans.name(plans.functions[shape.data()[0]].name)))
        .set("hex", tl::Tree::text(hex))
        .set("bytes", tl::Tree::integer(static_cast<int64_t>(bytes.size())));
    printf("%s\n", tl::to_json(report).c_str());
  } else {
    printf("%s\n", hex.c_str());
  }
  return kFine;
}

// ----------------------------------------------------------------------------------------------------------- decode

const char kDecodeHelp[] =
    "Usage: vkext decode HEX [--as FUNCTION] --schema FILES\n"
    "\n"
    "Each field with its offset and name. Without --as the bytes are a request (a function's magic first) or a boxed\n"
    "value whose constructor takes no parameters. HEX - reads standard input.\n"
    "\n"
    "  --as FUNCTION         the bytes are the answer of this function; where the answer depends on the question, the\n"
    "                        whole query as JSON\n"
    "  --schema FILES        .tl or .tlo files or a directory; may be given several times\n"
    "  --json                the value as JSON, in the form scripts get, instead of lines\n"
    "  --help                this text\n";

struct DecodeJob {
  const tl::PlanSet& set;
  Bytes bytes;
  bool answer = false;
  tl::ResultShape shape;  // of the query, when these bytes are an answer
};

// Runs the decoder over any sink: request, answer, or boxed value.
template <class Sink, class Slot>
void decode_into(DecodeJob& job, Sink& sink, wire::Cursor& in, Slot slot, std::string& path) {
  const tl::DecodeOptions options;
  tl::Decoder<Sink> decoder(job.set, sink, in, options);
  const uint32_t magic = in.peek_int();
  if (job.answer) {
    decoder.result({job.shape.data()}, slot);
  } else if (job.set.find_function(magic) != tl::kNone) {
    decoder.query(slot, job.shape);
  } else {
    uint32_t found = tl::kNone;
    for (uint32_t p = 0; p < job.set.plans.size() && found == tl::kNone; ++p) {
      const tl::Plan& plan = job.set.plans[p];
      if (plan.magic == magic && magic && !plan.param_count && !(plan.flags & (tl::kPlanItem | tl::kPlanQuery)))
        found = p;
    }
    if (found == tl::kNone) return in.poison(wire::Fault::magic);
    in.fetch_int();
    decoder.fields_of(found, nullptr, slot);
  }
  path = std::string(decoder.path().text());
}

int report_rest(const Command& self, const wire::Cursor& in, const std::string& path) {
  if (!in.ok()) {
    return failure(self, (path.empty() ? "" : path + ": ") + std::string(serve::fault_text(in.fault())) + " at byte " +
                             std::to_string(in.fault_offset()));
  }
  if (!in.at_end()) {
    return failure(self, std::to_string(in.left()) + " bytes left over from byte " + std::to_string(in.offset()));
  }
  return kFine;
}

struct DecodeArguments {
  std::vector<std::string> paths;
  std::string as;
  bool json = false;
};

// kFine: go on. Otherwise the exit code, or kHelped.
int parse_options(const Command& self, int argc, char** argv, DecodeArguments& options) {
  static const option kOptions[] = {{"schema", required_argument, nullptr, 's'},
                                    {"as", required_argument, nullptr, 'a'},
                                    {"json", no_argument, nullptr, 'j'},
                                    {"help", no_argument, nullptr, 'h'},
                                    {nullptr, 0, nullptr, 0}};
  opterr = 0;
  for (int c; (c = getopt_long(argc, argv, "h", kOptions, nullptr)) != -1;) {
    switch (c) {
      case 's':
        options.paths.emplace_back(optarg);
        break;
      case 'a':
        options.as = optarg;
        break;
      case 'j':
        options.json = true;
        break;
      case 'h':
        print_help(self);
        return kHelped;
      default:
        return unknown_option(self, argv);
    }
  }
  if (argc - optind != 1) return usage_error(self, "the bytes, in hexadecimal, are wanted");
  if (options.paths.empty()) return usage_error(self, "--schema is missing");
  return kFine;
}

// --as: the query in JSON, or a function's name, to what decoding its answer needs. kFine, or the exit code.
int shape_of(const Command& self, const tl::PlanSet& plans, const std::string& as, tl::ResultShape& shape) {
  if (as[0] == '{' || as[0] == '[') {
    auto query = tl::parse_json(as);
    if (!query.ok()) return usage_error(self, "--as: " + query.error().text);
    Buffer unused;
    const Status encoded = encode_query(plans, *query, unused, shape);
    return encoded.ok() ? kFine : failure(self, "--as: " + encoded.error().text);
  }
  const uint32_t f = plans.find_function(as);
  if (f == tl::kNone) return failure(self, "there is no function " + as);
  if (plans.functions[f].query_count) return usage_error(self, "--as wants the whole query here, as JSON");
  const uint32_t at = shape.append(1u + plans.plans[plans.functions[f].plan].reg_count);
  if (at == tl::kNone) return failure(self, "out of memory");
  shape.data()[at] = f;
  return kFine;
}

int run_decode(const Command& self, int argc, char** argv) {
  DecodeArguments options;
  const int parsed = parse_options(self, argc, argv, options);
  if (parsed != kFine) return parsed == kHelped ? kFine : parsed;
  auto text = argument_or_input(argv[optind]);
  if (!text.ok()) return failure(self, text.error().text);
  auto bytes = from_hex(*text);
  if (!bytes.ok()) return failure(self, bytes.error().text);
  tl::PlanSet plans;
  if (!load_plans(self, options.paths, plans)) return kFound;
  DecodeJob job{plans, Bytes(*bytes), !options.as.empty(), {}};
  if (job.answer) {
    const int status = shape_of(self, plans, options.as, job.shape);
    if (status != kFine) return status;
  }

  wire::Cursor in(job.bytes);
  std::string path;
  if (options.json) {
    tl::TreeSink sink(plans);
    tl::Tree value;
    decode_into(job, sink, in, &value, path);
    if (in.ok()) printf("%s\n", tl::to_json(value, tl::JsonStyle::indented).c_str());
  } else {
    TraceSink sink(plans, in, stdout);
    decode_into(job, sink, in, TraceSink::Slot{}, path);
    fflush(stdout);
  }
  return report_rest(self, in, path);
}

}  // namespace

const Command kEncode = {"encode", "a query in JSON to its bytes", kEncodeHelp, run_encode};
const Command kDecode = {"decode", "bytes to fields with offsets and names", kDecodeHelp, run_decode};

}  // namespace vkext::tool
