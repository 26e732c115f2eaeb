// Recursive descent with one token in hand and one byte of look-ahead.
//
// Children and arguments are collected on two stacks and moved to the tree when their list is complete, which keeps
// every list consecutive. A function that returns false has reported an error and left the parser inside the broken
// declaration. Must not recurse without counting depth_.
#include "tl/text_parser.h"

#include <string>
#include <string_view>
#include <utility>

#include "base/limits.h"
#include "tl/text_lexer.h"

namespace vkext::tl {

namespace {

class Parser {
 public:
  Parser(std::string_view text, size_t begin, size_t end, uint32_t file, Ast& ast, Reporter& report)
      : lexer_(text, begin, end), file_(file), ast_(ast), report_(report) {
    advance();
  }

  void run() {
    bool functions = false;
    while (cur_.kind != Tok::end && !report_.full(cur_.at)) {
      if (cur_.kind == Tok::section_types || cur_.kind == Tok::section_functions) {
        functions = cur_.kind == Tok::section_functions;
        advance();
      } else if (!declaration(functions)) {
        recover();
      }
    }
  }

 private:
  void advance() { cur_ = lexer_.next(); }
  bool is(Tok kind) const { return cur_.kind == kind; }
  bool is_name() const { return is(Tok::lower_name) || is(Tok::upper_name); }
  std::string_view cur_text() const { return lexer_.text(cur_); }
  static Name name_of(const Token& t) { return {t.at, t.size}; }

  bool fail(uint32_t at, std::string text) {
    report_.error(at, std::move(text));
    return false;
  }
  // "expected WHAT, found …" at the current token, or what is wrong with the token itself.
  bool expected(const char* what) {
    if (is(Tok::bad)) return fail(cur_.at, lexer_.bad_text(cur_));
    return fail(cur_.at, std::string("expected ") + what + ", found " + lexer_.describe(cur_));
  }
  bool expect(Tok kind, const char* what) {
    if (!is(kind)) return expected(what);
    advance();
    return true;
  }

  bool declaration(bool function);
  bool annotations(AstCombinator& c);
  bool special(const Token& first);
  bool implicit_arguments();
  bool builtin(AstCombinator& c);
  bool partial(const AstCombinator& c, size_t first_arg);
  bool argument();
  bool argument_type(AstArg& a);
  bool condition(AstArg& a);
  bool body(AstArg& a);
  bool group();
  bool looks_like_group() const;
  bool result(AstTerm& out);
  bool term(AstTerm& out);
  bool angle_arguments(AstTerm& out);
  bool sum(AstTerm& out);
  bool add(AstTerm& out, const AstTerm& right);
  bool expression(AstTerm& out);
  bool apply(AstTerm& head);
  bool number(const Token& t, uint32_t& value);
  void recover();

  bool starts_term() const {
    return is_name() || is(Tok::paren_open) || is(Tok::number) || is(Tok::hash) || is(Tok::percent);
  }
  bool deeper() {
    if (depth_ >= limits::kSchemaNestingMax) return fail(cur_.at, "nested too deeply");
    ++depth_;
    return true;
  }
  uint32_t keep(const AstTerm& t) {
    ast_.terms.push_back(t);
    return static_cast<uint32_t>(ast_.terms.size() - 1);
  }
  // Moves what lies on the stack above `base` to the end of the tree's list.
  template <class T>
  static void flush(std::vector<T>& stack, size_t base, std::vector<T>& list, uint32_t& first, uint32_t& count) {
    first = static_cast<uint32_t>(list.size());
    count = static_cast<uint32_t>(stack.size() - base);
    list.insert(list.end(), stack.begin() + static_cast<std::ptrdiff_t>(base), stack.end());
    stack.resize(base);
  }

  Lexer lexer_;
  Token cur_;
  uint32_t file_;
  Ast& ast_;
  Reporter& report_;
  std::vector<AstTerm> term_stack_;
  std::vector<AstArg> arg_stack_;
  Name declared_;  // of the declaration at hand, for recover()
  int depth_ = 0;
};

void Parser::recover() {
  if (!declared_.empty()) ast_.broken.push_back(declared_);
  bool after_equals = false;
  while (!is(Tok::end) && !is(Tok::semicolon) && !is(Tok::section_types) && !is(Tok::section_functions)) {
    if (after_equals && is(Tok::upper_name)) ast_.broken.push_back(name_of(cur_));
    after_equals = is(Tok::equals) || is(Tok::arrow);
    advance();
  }
  if (is(Tok::semicolon)) advance();
  term_stack_.clear();
  arg_stack_.clear();
  depth_ = 0;
}

bool Parser::declaration(bool function) {
  AstCombinator c;
  declared_ = {};
  c.function = function;
  c.file = file_;
  if (!annotations(c)) return false;
  if (is(Tok::upper_name)) return special(cur_);
  if (!is(Tok::lower_name) && !is(Tok::underscore)) return expected("a declaration");
  c.name = name_of(cur_);
  c.line = cur_.line;
  c.column = cur_.column;
  c.unnamed = is(Tok::underscore);
  if (!c.unnamed) {
    declared_ = c.name;
    Token where;
    const MagicForm form = lexer_.magic(c.magic, where);
    c.magic_explicit = form == MagicForm::good;
    c.magic_at = where.at;
    if (form == MagicForm::bad) return fail(where.at, "constructor magic must have 8 lower-case hexadecimal digits");
  }
  advance();
  const size_t base = arg_stack_.size();
  while (is(Tok::brace_open)) {
    if (!implicit_arguments()) return false;
  }
  if (is(Tok::question) && arg_stack_.size() == base) return builtin(c);
  while (!is(Tok::equals) && !is(Tok::arrow)) {
    if (is(Tok::brace_open)) return fail(cur_.at, "implicit argument after an explicit one");
    if (is(Tok::semicolon) && partial(c, base)) {
      advance();
      return true;
    }
    if (!starts_term() && !is(Tok::underscore) && !is(Tok::bracket_open) && !is(Tok::bang)) return expected("'='");
    if (!argument()) return false;
  }
  c.function = c.function || is(Tok::arrow);
  advance();
  AstTerm r;
  if (!result(r) || !expect(Tok::semicolon, "';'")) return false;
  flush(arg_stack_, base, ast_.args, c.first_arg, c.arg_count);
  c.result = keep(r);
  ast_.combinators.push_back(c);
  return true;
}

bool Parser::annotations(AstCombinator& c) {
  for (; is(Tok::annotation); advance()) {
    if (c.annotation_at == kNone) c.annotation_at = cur_.at;
    const std::string_view word = cur_text().substr(1);
    if (word == "read") c.flags |= kRead;
    if (word == "write") c.flags |= kWrite;
    if (word == "readwrite") c.flags |= kRead | kWrite;
    if (word == "internal") c.flags |= kInternal;
    if (word == "kphp") c.flags |= kKphp;
  }
  return true;
}

// What begins with an upper-case name: `Final T;`, `Pair int;`.
bool Parser::special(const Token& first) {
  const std::string_view word = lexer_.text(first);
  if (word == "New" || word == "Final" || word == "Empty") {
    advance();
    if (!is(Tok::upper_name)) return expected("a type name");
    AstFinal f;
    f.kind = word == "New" ? FinalKind::fresh : word == "Final" ? FinalKind::final : FinalKind::empty;
    f.name = name_of(cur_);
    f.before = static_cast<uint32_t>(ast_.combinators.size());
    advance();
    if (!expect(Tok::semicolon, "';'")) return false;
    ast_.finals.push_back(f);
    return true;
  }
  AstTerm t;
  const uint32_t at = cur_.at;
  if (!result(t)) return false;
  if (is(Tok::equals) || is(Tok::arrow) || is(Tok::colon)) {
    return fail(at, "the name of a combinator must begin with a lower-case letter");
  }
  if (!expect(Tok::semicolon, "';'")) return false;
  if (t.count == 0) return fail(at, "a declaration of a type by itself says nothing");
  const uint32_t index = keep(t);
  ast_.partials.push_back({index, file_});
  return true;
}

// `pair int string;`: arguments read so far are really what `pair` is applied to.
bool Parser::partial(const AstCombinator& c, size_t first_arg) {
  if (c.unnamed || c.magic_explicit || arg_stack_.size() == first_arg) return false;
  for (size_t i = first_arg; i != arg_stack_.size(); ++i) {
    const AstArg& a = arg_stack_[i];
    if (!a.name.empty() || a.flags || a.array) return false;
  }
  AstTerm t;
  t.kind = TermKind::lower_name;
  t.name = c.name;
  for (size_t i = first_arg; i != arg_stack_.size(); ++i) term_stack_.push_back(ast_.terms[arg_stack_[i].term]);
  flush(term_stack_, term_stack_.size() - (arg_stack_.size() - first_arg), ast_.terms, t.first, t.count);
  arg_stack_.resize(first_arg);
  const uint32_t index = keep(t);
  ast_.partials.push_back({index, file_});
  return true;
}

bool Parser::implicit_arguments() {
  advance();
  const size_t base = arg_stack_.size();
  while (is_name()) {
    AstArg a;
    a.name = name_of(cur_);
    a.flags = kArgImplicit;
    a.line = cur_.line;
    a.column = cur_.column;
    arg_stack_.push_back(a);
    advance();
  }
  if (arg_stack_.size() == base) return expected("an argument name");
  if (!expect(Tok::colon, "':'")) return false;
  AstTerm t;
  t.name = name_of(cur_);
  t.kind = is(Tok::hash) ? TermKind::hash : TermKind::upper_name;
  if (!is(Tok::hash) && !(is(Tok::upper_name) && cur_text() == "Type")) {
    return fail(cur_.at, "implicit argument must be '#' or 'Type', found " + lexer_.describe(cur_));
  }
  const uint32_t index = keep(t);
  for (size_t i = base; i != arg_stack_.size(); ++i) {
    arg_stack_[i].at = cur_.at;
    arg_stack_[i].term = index;
  }
  advance();
  return expect(Tok::brace_close, "'}'");
}

bool Parser::builtin(AstCombinator& c) {
  advance();
  if (!expect(Tok::equals, "'='")) return false;
  if (!is(Tok::upper_name)) return expected("a type name");
  AstTerm t;
  t.kind = TermKind::upper_name;
  t.name = name_of(cur_);
  advance();
  if (!expect(Tok::semicolon, "';'")) return false;
  c.builtin = true;
  c.result = keep(t);
  ast_.combinators.push_back(c);
  return true;
}

bool Parser::argument() {
  AstArg a;
  a.line = cur_.line;
  a.column = cur_.column;
  if (is(Tok::paren_open) && looks_like_group()) return group();
  if (is_name() && lexer_.peek() == ':') {
    a.name = name_of(cur_);
    if (cur_text().find('.') != std::string_view::npos) return fail(cur_.at, "a field name cannot contain a dot");
    advance();
    advance();
  } else if (is(Tok::underscore)) {
    advance();
    if (!expect(Tok::colon, "':'")) return false;
    a.flags = kArgUnderscore;
  }
  if (!argument_type(a)) return false;
  arg_stack_.push_back(a);
  return true;
}

// `(a b:` begins a group; `(Vector int)`, `(n+1)*[` do not.
bool Parser::looks_like_group() const {
  Lexer ahead = lexer_;
  Token t = ahead.next();
  if (t.kind != Tok::lower_name && t.kind != Tok::upper_name && t.kind != Tok::underscore) return false;
  while (t.kind == Tok::lower_name || t.kind == Tok::upper_name || t.kind == Tok::underscore) t = ahead.next();
  return t.kind == Tok::colon;
}

bool Parser::group() {
  advance();
  const size_t base = arg_stack_.size();
  for (; is_name() || is(Tok::underscore); advance()) {
    AstArg a;
    a.line = cur_.line;
    a.column = cur_.column;
    if (is_name()) a.name = name_of(cur_);
    if (cur_text().find('.') != std::string_view::npos) return fail(cur_.at, "a field name cannot contain a dot");
    if (is(Tok::underscore)) a.flags = kArgUnderscore;
    arg_stack_.push_back(a);
  }
  advance();  // the ':' looks_like_group() saw
  AstArg type;
  if (!argument_type(type)) return false;
  if (type.array) return fail(type.at, "a repetition cannot stand in a group");
  if (!expect(Tok::paren_close, "')'")) return false;
  for (size_t i = base; i != arg_stack_.size(); ++i) {
    AstArg a = type;
    a.name = arg_stack_[i].name;
    a.flags = static_cast<uint8_t>(a.flags | arg_stack_[i].flags);
    a.line = arg_stack_[i].line;
    a.column = arg_stack_[i].column;
    arg_stack_[i] = a;
  }
  return true;
}

bool Parser::condition(AstArg& a) {
  a.mask = name_of(cur_);
  a.flags |= kArgConditional;
  advance();
  if (!is(Tok::dot)) {
    return fail(cur_.at, "'.' and a bit number expected after '" +
                             std::string(lexer_.text({Tok::end, a.mask.at, a.mask.size})) + "', found " +
                             lexer_.describe(cur_));
  }
  advance();
  if (!is(Tok::number)) return expected("a bit number");
  a.bit_at = cur_.at;
  if (!number(cur_, a.bit)) return false;
  if (a.bit > 31) return fail(cur_.at, "mask bit " + std::to_string(a.bit) + " is out of range 0..31");
  advance();
  if (!is(Tok::question)) {
    if (is(Tok::bad)) return fail(cur_.at, lexer_.bad_text(cur_));
    return fail(cur_.at, "'?' expected after the bit number, found " + lexer_.describe(cur_));
  }
  advance();
  return true;
}

bool Parser::argument_type(AstArg& a) {
  if (is_name()) {
    const char c = lexer_.peek();
    if ((c == '.' || c == '?') && !condition(a)) return false;
  }
  if (is(Tok::bang)) {
    a.flags |= kArgBang;
    advance();
  }
  a.at = cur_.at;
  if (!is(Tok::bracket_open)) {
    AstTerm t;
    if (!term(t)) return false;
    a.term = keep(t);
    if (!is(Tok::star)) return true;
    a.has_count = true;
    advance();
    if (!is(Tok::bracket_open)) return expected("'[' after '*'");
  }
  if (a.flags & kArgBang) return fail(a.at, "'!' cannot stand before a repetition");
  a.array = true;
  return body(a);
}

bool Parser::body(AstArg& a) {
  if (!deeper()) return false;
  const uint32_t at = cur_.at;
  advance();
  const size_t base = arg_stack_.size();
  while (!is(Tok::bracket_close)) {
    if (!starts_term() && !is(Tok::underscore) && !is(Tok::bracket_open) && !is(Tok::bang)) return expected("']'");
    if (!argument()) return false;
  }
  if (arg_stack_.size() == base) return fail(at, "a repetition needs at least one argument");
  advance();
  --depth_;
  flush(arg_stack_, base, ast_.args, a.first, a.count);
  return true;
}

bool Parser::result(AstTerm& out) {
  if (is(Tok::lower_name) || is(Tok::paren_open) || is(Tok::percent) || is(Tok::bang) || is(Tok::number)) {
    return fail(cur_.at, "result must be a type name, found " + lexer_.describe(cur_));
  }
  if (!is(Tok::upper_name)) return expected("result type");
  return term(out) && apply(out);
}

bool Parser::number(const Token& t, uint32_t& value) {
  uint64_t v = 0;
  for (const char c : lexer_.text(t)) {
    v = v * 10 + static_cast<uint64_t>(c - '0');
    if (v > 0xffffffff) return fail(t.at, "number is larger than 4294967295");
  }
  value = static_cast<uint32_t>(v);
  return true;
}

bool Parser::term(AstTerm& out) {
  bool percent = false;
  for (; is(Tok::percent); advance()) percent = true;
  out = {};
  out.name = name_of(cur_);
  switch (cur_.kind) {
    case Tok::paren_open:
      if (!deeper()) return false;
      advance();
      if (!expression(out) || !expect(Tok::paren_close, "')'")) return false;
      --depth_;
      break;
    case Tok::number:
      out.kind = TermKind::number;
      if (!number(cur_, out.number)) return false;
      advance();
      break;
    case Tok::hash:
      out.kind = TermKind::hash;
      advance();
      break;
    case Tok::lower_name:
    case Tok::upper_name:
      out.kind = is(Tok::lower_name) ? TermKind::lower_name : TermKind::upper_name;
      advance();
      if (is(Tok::less) && !angle_arguments(out)) return false;
      break;
    case Tok::bracket_open:
      return fail(cur_.at, "unexpected '[' in a type");
    case Tok::bad:
      return fail(cur_.at, lexer_.bad_text(cur_));
    default:
      return fail(cur_.at, "type expected, found " + lexer_.describe(cur_));
  }
  out.percent |= percent;
  return true;
}

bool Parser::angle_arguments(AstTerm& out) {
  if (!deeper()) return false;
  const size_t base = term_stack_.size();
  do {
    advance();
    AstTerm child;
    if (!expression(child)) return false;
    term_stack_.push_back(child);
  } while (is(Tok::comma));
  if (!expect(Tok::greater, "',' or '>'")) return false;
  --depth_;
  flush(term_stack_, base, ast_.terms, out.first, out.count);
  return true;
}

bool Parser::add(AstTerm& out, const AstTerm& right) {
  const bool left_number = out.kind == TermKind::number;
  const bool right_number = right.kind == TermKind::number;
  if (!left_number && !right_number) return fail(right.name.at, "a sum can have one variable only");
  const AstTerm& other = left_number ? right : out;
  if (other.count || other.percent || other.kind == TermKind::hash) {
    return fail(other.name.at, "number or variable expected in a sum");
  }
  const uint64_t total = uint64_t{out.number} + right.number;
  if (total > 0xffffffff) return fail(right.name.at, "sum is larger than 4294967295");
  AstTerm t = other;
  t.number = static_cast<uint32_t>(total);
  t.sum = !(left_number && right_number);
  if (!t.sum) t.name = out.name;
  out = t;
  return true;
}

bool Parser::sum(AstTerm& out) {
  if (!term(out)) return false;
  while (is(Tok::plus)) {
    advance();
    AstTerm right;
    if (!term(right) || !add(out, right)) return false;
  }
  return true;
}

bool Parser::expression(AstTerm& out) { return sum(out) && apply(out); }

// Juxtaposition: `head a b`; arguments the head has already stay in front.
bool Parser::apply(AstTerm& head) {
  if (!starts_term()) {
    if (is(Tok::bracket_open)) return fail(cur_.at, "unexpected '[' in a type");
    return true;
  }
  if (head.kind == TermKind::number || head.kind == TermKind::hash || head.sum) {
    return fail(head.name.at, "a type name must stand before type arguments");
  }
  const size_t base = term_stack_.size();
  for (uint32_t i = 0; i != head.count; ++i) term_stack_.push_back(ast_.terms[head.first + i]);
  while (starts_term()) {
    AstTerm child;
    if (!sum(child)) return false;
    term_stack_.push_back(child);
  }
  flush(term_stack_, base, ast_.terms, head.first, head.count);
  return true;
}

}  // namespace

void parse_text(const Schema& schema, uint32_t file, size_t begin, size_t end, Ast& ast, Reporter& report) {
  Parser(schema.text, begin, end, file, ast, report).run();
}

}  // namespace vkext::tl
