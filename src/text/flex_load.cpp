// Reads rule files for vk_flex; docs/flex.md describes the format.
//
// A file is trusted to be meant well and to contain mistakes: every line is checked, the first mistake ends the load
// with its line number, and nothing of the file is kept then. All sizes are bounded before anything grows.
#include <algorithm>
#include <optional>

#include "text/cp1251.h"
#include "text/flex.h"
#include "text/simplify.h"

namespace vkext::text {
namespace {

constexpr size_t kFileBytesMax = 4u << 20;
constexpr size_t kPatternLettersMax = 64;  // the longest names are half of it
constexpr size_t kEndingBytesMax = 32;
constexpr size_t kCasesMax = 32;
constexpr size_t kLanguagesMax = 64;
constexpr size_t kNodesMax = 1u << 20;

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  size_t at = 0;
  while (true) {
    at = line.find_first_not_of(" \t\r", at);
    if (at == std::string_view::npos) return words;
    const size_t end = std::min(line.find_first_of(" \t\r", at), line.size());
    words.push_back(line.substr(at, end - at));
    at = end;
  }
}

std::optional<int64_t> number_of(std::string_view word) {
  if (word.empty() || word.size() > 9) return std::nullopt;
  int64_t n = 0;
  for (char c : word) {
    if (c < '0' || c > '9') return std::nullopt;
    n = n * 10 + (c - '0');
  }
  return n;
}

// A code point without a byte shows as an entity, which no rule needs.
bool is_cp1251(std::string_view utf8, const std::string& win) {
  const bool same_marks = std::count(win.begin(), win.end(), '&') == std::count(utf8.begin(), utf8.end(), '&');
  return utf8_to_win(utf8, 0, true) == win && same_marks;
}

// One pattern of a rule line, without its [group].
struct Pattern {
  bool whole = true;
  bool before_hyphen = false;
  uint8_t cut = 0;
  std::string letters;
};

const char* parse_pattern(std::string_view text, Pattern* pattern) {
  if (!text.empty() && text.front() == '*') {
    pattern->whole = false;
    text.remove_prefix(1);
  }
  if (!text.empty() && text.back() == '-') {
    pattern->before_hyphen = true;
    text.remove_suffix(1);
  }
  std::string letters(text);
  size_t cut = letters.size();
  const size_t open = letters.find('(');
  if (open != std::string::npos) {
    if (letters.back() != ')') return "')' has to end the pattern";
    letters.pop_back();
    letters.erase(open, 1);
    cut = letters.size() - open;
  }
  if (letters.find_first_of("()[]*-") != std::string::npos) return "a pattern is [*]letters[(letters)][-]";
  if (letters.empty() && pattern->whole) return "a pattern without letters";
  if (letters.size() > kPatternLettersMax) return "a pattern too long";
  pattern->cut = static_cast<uint8_t>(cut);
  pattern->letters = to_lower(letters);
  return nullptr;
}

}  // namespace

class FlexLoader {
 public:
  // Returns what is wrong, or null.
  const char* line(std::string_view utf8) {
    utf8 = utf8.substr(0, utf8.find('#'));
    const std::string win = utf8_to_win(utf8);
    if (!is_cp1251(utf8, win)) return "not UTF-8 of characters that cp1251 has";
    const std::vector<std::string_view> words = words_of(win);
    if (words.empty()) return nullptr;
    if (!versioned_) {
      if (words.size() != 2 || words[0] != "flex" || words[1] != "1") return "a rule file begins with 'flex 1'";
      versioned_ = true;
      return nullptr;
    }
    if (words[0] == "language") return start_language(words);
    if (languages_.empty()) return "expected 'language'";
    FlexRules::Language& language = languages_.back();
    if (words[0] == "letters") return letters(words, &language);
    if (words[0] == "cases") return cases(words, &language);
    if (words[0] == "names" || words[0] == "surnames") {
      if (words.size() != 1) return "'names' and 'surnames' stand alone";
      kind_ = words[0] == "names" ? FlexKind::kNames : FlexKind::kSurnames;
      in_section_ = true;
      return nullptr;
    }
    if (!in_section_) return "a rule before 'names' or 'surnames'";
    return rule(words, &language);
  }

  // Everything is checked: hand the languages over, or say why not.
  const char* finish(FlexRules* to) {
    if (!versioned_) return "an empty file";
    if (to->languages_.size() + languages_.size() > kLanguagesMax) return "too many languages";
    for (const auto& id : ids_) {
      if (to->by_id_.count(id.first) != 0) return "a language id of another file";
    }
    for (const auto& id : ids_) to->by_id_[id.first] = to->languages_.size() + id.second;
    for (FlexRules::Language& language : languages_) to->languages_.push_back(std::move(language));
    return nullptr;
  }

 private:
  using Words = std::vector<std::string_view>;

  const char* start_language(const Words& words) {
    if (words.size() < 2) return "'language' wants ids";
    if (languages_.size() == kLanguagesMax) return "too many languages";
    for (size_t i = 1; i < words.size(); i++) {
      const std::optional<int64_t> id = number_of(words[i]);
      if (!id) return "a language id is a number";
      if (!ids_.emplace(*id, languages_.size()).second) return "a language id twice";
    }
    languages_.emplace_back();
    for (auto& tree : languages_.back().trees) tree.emplace_back();
    in_section_ = false;
    return nullptr;
  }

  static const char* letters(const Words& words, FlexRules::Language* language) {
    for (size_t i = 1; i < words.size(); i++) {
      for (char c : words[i]) {
        const auto byte = static_cast<uint8_t>(c);
        language->letters[lower_byte(byte)] = language->letters[upper_byte(byte)] = true;
      }
    }
    return nullptr;
  }

  static const char* cases(const Words& words, FlexRules::Language* language) {
    if (!language->cases.empty()) return "'cases' twice";
    if (words.size() < 2 || words.size() > kCasesMax + 1) return "'cases' wants 1 to 32 names";
    for (size_t i = 1; i < words.size(); i++) {
      if (std::find(words.begin() + 1, words.begin() + static_cast<ptrdiff_t>(i), words[i]) !=
          words.begin() + static_cast<ptrdiff_t>(i)) {
        return "a case twice";
      }
      language->cases.emplace_back(words[i]);
    }
    return nullptr;
  }

  // pattern… then `fixed`, or one of `both:`, `male:`, `female:` with an ending for each case, perhaps two of them.
  const char* rule(const Words& words, FlexRules::Language* language) {
    const size_t cases = language->cases.size();
    if (cases == 0) return "a rule before 'cases'";
    size_t patterns = 0;
    while (patterns < words.size() && words[patterns] != "fixed" && words[patterns].back() != ':') patterns++;
    if (patterns == 0) return "a rule without a pattern";
    if (patterns == words.size()) return "a rule wants 'fixed', 'male:', 'female:' or 'both:'";

    FlexRules::Rule rule;
    if (words[patterns] == "fixed") {
      if (patterns + 1 != words.size()) return "nothing follows 'fixed'";
    } else {
      for (size_t at = patterns; at < words.size(); at += cases + 1) {
        const bool male = words[at] == "male:" || words[at] == "both:";
        const bool female = words[at] == "female:" || words[at] == "both:";
        if (!male && !female) return "expected 'male:', 'female:' or 'both:' (an ending for each case, '_' for none)";
        if ((male && rule.male >= 0) || (female && rule.female >= 0)) return "endings of one sex twice";
        if (words.size() - at - 1 < cases) return "an ending for each case, '_' for none";
        const auto first = static_cast<int32_t>(language->endings.size());
        for (size_t i = 1; i <= cases; i++) {
          const std::string_view ending = words[at + i];
          if (ending.size() > kEndingBytesMax || ending.back() == ':') return "an ending for each case, '_' for none";
          language->endings.push_back(ending == "_" ? std::string() : std::string(ending));
        }
        if (male) rule.male = first;
        if (female) rule.female = first;
      }
    }
    for (size_t i = 0; i < patterns; i++) {
      if (const char* wrong = expand(words[i], rule, language)) return wrong;
    }
    return nullptr;
  }

  // "*[бв]()" is "*б()" and "*в()".
  const char* expand(std::string_view text, const FlexRules::Rule& rule, FlexRules::Language* language) {
    const size_t open = text.find('[');
    if (open == std::string_view::npos) return add(text, rule, language);
    const size_t close = text.find(']', open);
    if (close == std::string_view::npos || close == open + 1) return "'[' wants letters and ']'";
    for (const char c : text.substr(open + 1, close - open - 1)) {
      std::string one(text.substr(0, open));
      one += c;
      one += text.substr(close + 1);
      if (const char* wrong = add(one, rule, language)) return wrong;
    }
    return nullptr;
  }

  const char* add(std::string_view text, FlexRules::Rule rule, FlexRules::Language* language) {
    Pattern pattern;
    if (const char* wrong = parse_pattern(text, &pattern)) return wrong;
    rule.cut = pattern.cut;
    std::vector<FlexRules::Node>& tree = language->trees[static_cast<size_t>(kind_)];
    size_t node = 0;
    for (size_t i = pattern.letters.size(); i > 0; i--) {
      const auto letter = static_cast<uint8_t>(pattern.letters[i - 1]);
      int32_t next = tree[node].child;
      while (next >= 0 && tree[static_cast<size_t>(next)].letter != letter) {
        next = tree[static_cast<size_t>(next)].sibling;
      }
      if (next < 0) {
        if (tree.size() == kNodesMax) return "too many rules";
        next = static_cast<int32_t>(tree.size());
        FlexRules::Node added;
        added.letter = letter;
        added.sibling = tree[node].child;
        tree[node].child = next;
        tree.push_back(added);
      }
      node = static_cast<size_t>(next);
    }
    int32_t& at =
        tree[node].rules[pattern.whole ? (pattern.before_hyphen ? FlexRules::kWholeBeforeHyphen : FlexRules::kWhole)
                                       : (pattern.before_hyphen ? FlexRules::kTailBeforeHyphen : FlexRules::kTail)];
    if (at >= 0) return "a pattern twice";
    at = static_cast<int32_t>(language->rules.size());
    language->rules.push_back(rule);
    return nullptr;
  }

  std::vector<FlexRules::Language> languages_;
  std::map<int64_t, size_t> ids_;
  FlexKind kind_ = FlexKind::kNames;
  bool versioned_ = false;
  bool in_section_ = false;
};

bool FlexRules::load(std::string_view file, std::string* error) {
  if (file.size() > kFileBytesMax) {
    *error = "line 1: a rule file has at most 4 MiB";
    return false;
  }
  FlexLoader loader;
  size_t number = 0;
  while (!file.empty()) {
    number++;
    const size_t end = std::min(file.find('\n'), file.size());
    if (const char* wrong = loader.line(file.substr(0, end))) {
      *error = "line " + std::to_string(number) + ": " + wrong;
      return false;
    }
    file.remove_prefix(std::min(end + 1, file.size()));
  }
  if (const char* wrong = loader.finish(this)) {
    *error = "line " + std::to_string(number) + ": " + wrong;
    return false;
  }
  return true;
}

}  // namespace vkext::text
