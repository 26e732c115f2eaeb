// Classes for PHP 8.1 and later. See php_modern.h.
#include "tool/php_modern.h"

#include <algorithm>
#include <cstdio>

namespace vkext::tool::php {

namespace {

std::string open_file(const std::string& class_name, const std::string& signature) {
  return file_head(signature) + "namespace " + namespace_of(class_name) + ";\n\nuse VK\\TL;\n\n";
}

// The declared type. Objects have null as their default, so null they can be.
std::string declared(const Type& t, bool masked) {
  if (t.native.empty()) return "mixed";
  const bool null = masked || t.nullable || t.kind == Kind::object;
  return (null ? "?" : "") + t.native;
}

std::string declared(const Field& f) { return declared(f.type, f.masked && !f.flag); }

// The result in a header.
constexpr const char* kResultOrError = "TL\\RpcFunctionReturnResult|TL\\_common\\Types\\rpcResponseError|null";

// What the declaration does not say: the types of elements.
std::string var_comment(const Type& t, const char* indent) {
  return t.kind == Kind::array ? std::string(indent) + "/** @var " + t.doc + " */\n" : "";
}

bool promoted(const Field& f) { return !f.masked && f.name != "this"; }

std::string constants(const Class& c) {
  std::string out;
  if (!c.tl_name.empty()) out += "  public const TL_NAME = '" + c.tl_name + "';\n";
  for (const Field& f : c.fields) {
    if (f.masked) out += "  public const " + f.bit_const + " = 1 << " + std::to_string(f.bit) + ";\n";
  }
  return out.empty() ? out : out + "\n";
}

std::string properties(const Class& c) {
  std::string out;
  for (const Field& f : c.fields) {
    if (promoted(f)) continue;
    out += var_comment(f.type, "  ") + "  public " + declared(f) + " $" + f.name + " = " + f.type.fallback + ";\n";
  }
  return out.empty() ? out : out + "\n";
}

// Fields under a mask come last: positions are those of the other form.
std::string constructor(const Class& c) {
  if (c.fields.empty()) return "";
  std::string parameters;
  std::string body;
  for (const bool masked : {false, true}) {
    for (const Field& f : c.fields) {
      if (f.masked != masked) continue;
      const std::string name = parameter_name(f);
      const bool in_header = c.special == Special::response_header && f.name == "result";
      parameters += var_comment(f.type, "    ") + "    " + (promoted(f) ? "public " : "") +
                    (in_header ? kResultOrError : declared(f)) + " $" + name + " = " + f.type.fallback + ",\n";
      if (!promoted(f)) body += "    $this->" + f.name + " = $" + name + ";\n";
    }
  }
  return "  public function __construct(\n" + parameters + "  ) {\n" + body + "  }\n\n";
}

std::string method(const std::string& head, const std::string& body) {
  return "  public " + head + " {\n" + body + "  }\n\n";
}

std::string returns(const std::string& head, const std::string& value) {
  return method(head, "    return " + value + ";\n");
}

std::string mask_calculators(const Class& c) {
  std::string out;
  for (const MaskMethod& m : mask_methods(c)) {
    std::string parameters;
    for (const Field* f : m.parameters) parameters += (parameters.empty() ? "bool $has_" : ", bool $has_") + f->name;
    out += method("function " + m.name + "(" + parameters + "): int", mask_body(m));
  }
  return out;
}

// An error may come with a header (tl.enable_rpc_error_with_header_fetching): it stands where the result would.
std::string header_getters() {
  const std::string is_error = "$this->result instanceof TL\\_common\\Types\\rpcResponseError";
  return returns("function getResult(): ?TL\\RpcFunctionReturnResult", is_error + " ? null : $this->result") +
         returns("function getHeader(): ?TL\\_common\\Types\\rpcResponseHeader", "$this") +
         returns("function isError(): bool", is_error) +
         returns("function getError(): ?TL\\_common\\Types\\rpcResponseError", is_error + " ? $this->result : null");
}

std::string response_getters(Special special) {
  if (special == Special::response_header) return header_getters();
  const bool error = special == Special::response_error;
  return returns("function getResult(): ?TL\\RpcFunctionReturnResult", error ? "null" : "$this->result") +
         returns("function getHeader(): ?TL\\_common\\Types\\rpcResponseHeader", "null") +
         returns("function isError(): bool", error ? "true" : "false") +
         returns("function getError(): ?TL\\_common\\Types\\rpcResponseError", error ? "$this" : "null");
}

// A class text ends with a blank line before its brace; here it does not.
std::string closed(std::string body) {
  if (body.size() > 1 && body[body.size() - 1] == '\n' && body[body.size() - 2] == '\n') body.pop_back();
  return body + "}\n";
}

std::string class_text(const Class& c, const TextOptions& options) {
  std::string out = open_file(c.name, options.comments ? c.signature : "") + "class " + short_name(c.name);
  if (!c.parent.empty()) out += " implements " + used_name(c.parent);
  out += "\n{\n" + constants(c) + properties(c) + constructor(c);
  if (c.special != Special::none) out += response_getters(c.special);
  return closed(out + mask_calculators(c));
}

std::string function_methods(const Function& f) {
  const std::string name = short_name(f.arguments.name);
  const std::string type = declared(f.result, false);
  const std::string doc = f.result.kind == Kind::array ? "  /** @return " + f.result.doc + " */\n" : "";
  char magic[16];
  snprintf(magic, sizeof magic, "0x%08x", static_cast<unsigned>(f.magic));
  std::string out =
      doc + method("static function functionReturnValue(?TL\\RpcFunctionReturnResult $function_return_result): " + type,
                   "    if ($function_return_result instanceof " + name +
                       "_result) {\n      return $function_return_result->value;\n    }\n"
                       "    trigger_error('Unexpected result type in functionReturnValue: ' . "
                       "get_debug_type($function_return_result), E_USER_WARNING);\n    return (new " +
                       name + "_result())->value;\n");
  out += doc + returns("static function result(TL\\RpcResponse $response): " + type,
                       "self::functionReturnValue($response->getResult())");
  if (f.kphp) {
    out += returns("static function createRpcServerResponse(" + type + " $value): " + name + "_result",
                   "new " + name + "_result($value)");
  }
  return out + returns("function getTLFunctionMagic(): int", magic) +
         returns("function getTLFunctionName(): string", "'" + f.tl_name + "'") +
         returns("function typedStore(): ?TL\\RpcFunctionFetcher", "null") +
         returns("function typedFetch(): ?TL\\RpcFunctionFetcher", "null");
}

std::string function_text(const Function& f, const TextOptions& options) {
  const Class& c = f.arguments;
  const std::string name = short_name(c.name);
  std::string out = open_file(c.name, options.comments ? c.signature : "") + "class " + name +
                    " implements TL\\RpcFunction\n{\n" + constants(c) + "  private const RESULT = " + name +
                    "_result::class;\n\n" + properties(c) + constructor(c) + mask_calculators(c) + function_methods(f);
  // A property that is read-only must have a type.
  const Type& r = f.result;
  return closed(out) + "\nclass " + name + "_result implements TL\\RpcFunctionReturnResult\n{\n" +
         "  public function __construct(\n" + var_comment(r, "    ") + "    public readonly " + declared(r, false) +
         " $value = " + r.fallback + ",\n  ) {\n  }\n}\n";
}

std::string constructors_constant(const std::vector<std::string>& classes) {
  std::string list;
  for (const std::string& name : classes) list += "    " + used_name(name) + "::class,\n";
  return "  public const CONSTRUCTORS = [\n" + list + "  ];\n";
}

std::string union_text(const Union& u) {
  std::string out = open_file(u.name, "");
  if (!u.is_enum) {  // no TL_NAME: classes would inherit it
    return out + "interface " + short_name(u.name) + "\n{\n" + constructors_constant(u.constructors) + "}\n";
  }
  out += "enum " + short_name(u.name) + "\n{\n";
  if (!u.tl_name.empty()) out += "  public const TL_NAME = '" + u.tl_name + "';\n";
  for (const std::string& name : u.constructors) out += "  case " + name + ";\n";
  return out + "}\n";
}

const char kRpcFunction[] =
    "interface RpcFunction\n{\n"
    "  public function getTLFunctionMagic(): int;\n\n"
    "  public function getTLFunctionName(): string;\n\n"
    "  public function typedStore(): ?TL\\RpcFunctionFetcher;\n\n"
    "  public function typedFetch(): ?TL\\RpcFunctionFetcher;\n}\n\n"
    "interface RpcFunctionReturnResult\n{\n}\n";

const char kRpcFunctionFetcher[] =
    "interface RpcFunctionFetcher\n{\n"
    "  public function typedStore(TL\\RpcFunctionReturnResult $result);\n\n"
    "  public function typedFetch(): TL\\RpcFunctionReturnResult;\n}\n";

std::string rpc_response(const Package& package) {
  return "interface RpcResponse\n{\n" + constructors_constant(package.response_order) +
         "\n  public function getResult(): ?TL\\RpcFunctionReturnResult;\n\n"
         "  public function getHeader(): ?TL\\_common\\Types\\rpcResponseHeader;\n\n"
         "  public function isError(): bool;\n\n"
         "  public function getError(): ?TL\\_common\\Types\\rpcResponseError;\n}\n";
}

}  // namespace

std::vector<File> write_modern(const Package& package, const TextOptions& options) {
  const std::string head = open_file("VK\\TL\\", "");
  std::vector<File> out;
  out.push_back({"VK/TL/RpcFunction.php", head + kRpcFunction, 2});
  out.push_back({"VK/TL/RpcFunctionFetcher.php", head + kRpcFunctionFetcher, 1});
  out.push_back({"VK/TL/RpcResponse.php", head + rpc_response(package), 1});
  for (const Function& f : package.functions) {
    out.push_back({path_of(f.arguments.name), function_text(f, options), 2});
  }
  for (const Class& c : package.classes) out.push_back({path_of(c.name), class_text(c, options), 1});
  for (const Union& u : package.unions) out.push_back({path_of(u.name), union_text(u), 1});
  return out;
}

}  // namespace vkext::tool::php
