// Distances between names. See near_name.h.
#include "tl/near_name.h"

#include <algorithm>
#include <cstdint>

namespace vkext::tl {

namespace {

constexpr size_t kLettersMax = 64;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }
bool same(char a, char b) { return lower(a) == lower(b); }
bool same(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return same(x, y); });
}

std::string_view behind_namespace(std::string_view name) { return name.substr(name.rfind('.') + 1); }

// Letters that were inserted, left out, replaced or swapped with their neighbour; more than `far` is far + 1. Case is
// free here.
int distance(std::string_view a, std::string_view b, int far) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > static_cast<size_t>(far)) return far + 1;
  while (!a.empty() && same(a.front(), b.front())) a.remove_prefix(1), b.remove_prefix(1);
  while (!a.empty() && same(a.back(), b.back())) a.remove_suffix(1), b.remove_suffix(1);
  uint8_t rows[3][kLettersMax + 1];  // between a beginning of `a` and each of `b`: this one, and the two before it
  for (size_t j = 0; j <= b.size(); ++j) rows[0][j] = static_cast<uint8_t>(j);
  for (size_t i = 1; i <= a.size(); ++i) {
    uint8_t* row = rows[i % 3];
    const uint8_t* above = rows[(i + 2) % 3];
    const uint8_t* above2 = rows[(i + 1) % 3];
    int least = row[0] = static_cast<uint8_t>(i);
    for (size_t j = 1; j <= b.size(); ++j) {
      int d = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + (same(a[i - 1], b[j - 1]) ? 0 : 1)});
      if (i > 1 && j > 1 && same(a[i - 1], b[j - 2]) && same(a[i - 2], b[j - 1])) d = std::min(d, above2[j - 2] + 1);
      row[j] = static_cast<uint8_t>(d);
      least = std::min(least, d);
    }
    if (least > far) return far + 1;  // no row behind it has less
  }
  return std::min<int>(rows[a.size() % 3][b.size()], far + 1);
}

}  // namespace

int NearName::forgiven(size_t letters) {
  return letters <= 2 ? 0 : static_cast<int>(std::min<size_t>((letters + 1) / 3, kSlipsMax));
}

int NearName::rank(std::string_view candidate) const {
  const std::string_view behind = behind_namespace(candidate);
  const std::string_view behind_ours = behind_namespace(name_);
  const bool as_ours = same(behind, behind_ours);
  const bool bare = behind.size() == candidate.size(), bare_ours = behind_ours.size() == name_.size();
  if (as_ours && bare != bare_ours) return kNamespaceLeftOut;
  const int far = std::min(forgiven(std::max(behind.size(), behind_ours.size())),
                           (rank_ - 1) / 2);  // what is no better is not worth the work
  const int slips = distance(name_, candidate, far);
  if (slips <= far) return 2 * slips;
  return as_ours ? kOtherNamespace : kFar;
}

void NearName::consider(std::string_view candidate) {
  if (candidate.empty() || candidate == name_ || rank_ == 0) return;
  if (name_.size() > kLettersMax || candidate.size() > kLettersMax) return;
  const int r = rank(candidate);
  if (r < rank_) {
    best_ = candidate;
    rank_ = r;
  } else if (r == kOtherNamespace && rank_ == kOtherNamespace) {
    best_ = {};  // no telling which
  }
}

std::string NearName::hint() const { return best_.empty() ? "" : ", did you mean " + std::string(best_) + "?"; }

}  // namespace vkext::tl
