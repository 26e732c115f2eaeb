// The engine of vk_flex: finds the longest rule for the tail of each part of a name and puts the case's ending on.
//
// Loading is in flex_load.cpp. All work here is bounded by the length of the name (1024 bytes) and the longest pattern.
#include "text/flex.h"

#include <algorithm>

#include "text/simplify.h"

namespace vkext::text {
namespace {

// The incumbent's limit; longer "names" come back as they are.
constexpr size_t kNameBytesMax = 1024;

}  // namespace

std::string FlexRules::decline(std::string_view name, std::string_view case_name, int64_t sex, std::string_view type,
                               int64_t language_id) const {
  const std::string same(name);
  if (name.size() > kNameBytesMax || (type != "names" && type != "surnames")) return same;
  const auto id = by_id_.find(language_id);
  if (id == by_id_.end()) return same;
  const Language& language = languages_[id->second];
  const auto found = std::find(language.cases.begin(), language.cases.end(), case_name);
  if (found == language.cases.end()) return same;
  const auto case_index = static_cast<size_t>(found - language.cases.begin());
  const FlexKind kind = type == "names" ? FlexKind::kNames : FlexKind::kSurnames;

  std::string out;
  while (true) {
    const size_t hyphen = name.find('-');
    const bool last = hyphen == std::string_view::npos;
    decline_part(language, kind, case_index, sex == 1, name.substr(0, hyphen), !last, &out);
    if (last) return out;
    out += '-';
    name.remove_prefix(hyphen + 1);
  }
}

void FlexRules::decline_part(const Language& language, FlexKind kind, size_t case_index, bool female,
                             std::string_view part, bool before_hyphen, std::string* out) const {
  const std::vector<Node>& tree = language.trees[static_cast<size_t>(kind)];
  // A single letter is an initial.
  if (part.size() < 2 || !language.letters[static_cast<uint8_t>(part.back())]) {
    out->append(part);
    return;
  }
  int32_t best = -1;
  size_t node = 0;
  for (size_t taken = 0;; taken++) {
    const int32_t(&rules)[4] = tree[node].rules;
    const bool whole = taken == part.size();
    for (const RuleAt at : {kTail, kTailBeforeHyphen, kWhole, kWholeBeforeHyphen}) {
      const bool fits =
          (at == kTail || at == kTailBeforeHyphen || whole) && (at == kTail || at == kWhole || before_hyphen);
      if (fits && rules[at] >= 0) best = rules[at];
    }
    if (whole) break;
    const uint8_t letter = lower_byte(static_cast<uint8_t>(part[part.size() - 1 - taken]));
    int32_t next = tree[node].child;
    while (next >= 0 && tree[static_cast<size_t>(next)].letter != letter) {
      next = tree[static_cast<size_t>(next)].sibling;
    }
    if (next < 0) break;
    node = static_cast<size_t>(next);
  }
  const Rule* rule = best >= 0 ? &language.rules[static_cast<size_t>(best)] : nullptr;
  const int32_t endings = rule == nullptr ? -1 : female ? rule->female : rule->male;
  if (endings < 0) {
    out->append(part);
    return;
  }
  // A pattern is never longer than what it matched, so there are `cut` letters to cut.
  out->append(part.substr(0, part.size() - rule->cut));
  const auto end = static_cast<uint8_t>(part.back());
  const bool upper = lower_byte(end) != end;
  for (char c : language.endings[static_cast<size_t>(endings) + case_index]) {
    *out += upper ? static_cast<char>(upper_byte(static_cast<uint8_t>(c))) : c;
  }
}

}  // namespace vkext::text
