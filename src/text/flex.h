// Declension of names by rules from a file: what vk_flex does once `vkext.flex_data` names one.
//
// The rules are data (docs/flex.md, data/flex_*.txt); no language is built in. A set is loaded once and then only read,
// from any number of threads. Names are cp1251. Whatever cannot be declined comes back as it was, silently: that is the
// contract of vk_flex.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace vkext::text {

enum class FlexKind { kNames = 0, kSurnames = 1 };

class FlexRules {
 public:
  // Adds the languages of one rule file, UTF-8. On failure nothing is added, the result is false, and `error` is
  // "line N: what is wrong".
  bool load(std::string_view file, std::string* error);
  bool empty() const { return languages_.empty(); }

  // `type` is "names" or "surnames", `sex` 1 is female.
  std::string decline(std::string_view name, std::string_view case_name, int64_t sex, std::string_view type,
                      int64_t language) const;

 private:
  friend class FlexLoader;

  // Endings of a rule, one per case, each starting with what it puts in place of `cut` letters.
  struct Rule {
    uint8_t cut = 0;
    int32_t male = -1;  // index of the first ending in Language::endings, -1: not declined
    int32_t female = -1;
  };
  // Of a tree of name tails read from the last letter: siblings are a list. Four rules may end at a node, see RuleAt.
  struct Node {
    uint8_t letter = 0;
    int32_t child = -1;
    int32_t sibling = -1;
    int32_t rules[4] = {-1, -1, -1, -1};
  };
  enum RuleAt { kTail = 0, kTailBeforeHyphen = 1, kWhole = 2, kWholeBeforeHyphen = 3 };

  struct Language {
    bool letters[256] = {};
    std::vector<std::string> cases;
    std::vector<std::string> endings;
    std::vector<Rule> rules;
    std::vector<Node> trees[2];  // by FlexKind; the first node is the root
  };

  void decline_part(const Language& language, FlexKind kind, size_t case_index, bool female, std::string_view part,
                    bool before_hyphen, std::string* out) const;

  std::vector<Language> languages_;
  std::map<int64_t, size_t> by_id_;  // ids and aliases
};

}  // namespace vkext::text
