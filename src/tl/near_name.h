// The name that was meant, when nothing has the one that was written: for messages only, so nobody else waits for it.
//
// It knows names and nothing of what they name, allocates nothing but hint(), and its work is bounded by the caller's
// number of candidates: two names of more than 64 letters, or of too different a length, are not compared at all.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace vkext::tl {

// Of the names considered, the one nearest to `name`; of several as near, the first. In this order:
//   - the same but for upper and lower case;
//   - the same, with a namespace where the other has none;
//   - typing slips away: a letter too many, missing or wrong, or two that changed places. One in three letters of the
//     longer name may be wrong, three at most, and none of one or two. Letters of a namespace earn no slip: most of a
//     long one's names would be near each other;
//   - the same in another namespace, if only one has it.
class NearName {
 public:
  explicit NearName(std::string_view name) : name_(name) {}
  void consider(std::string_view candidate);
  // Empty when none is near.
  std::string_view best() const { return best_; }
  // ", did you mean Foo?", or nothing.
  std::string hint() const;

 private:
  // Ranks: twice the number of slips, and what stands between and behind them. Small is near.
  static constexpr int kSlipsMax = 3;
  static constexpr int kNamespaceLeftOut = 1;
  static constexpr int kOtherNamespace = 2 * kSlipsMax + 1;
  static constexpr int kFar = kOtherNamespace + 1;

  static int forgiven(size_t letters);
  int rank(std::string_view candidate) const;

  std::string_view name_;
  std::string_view best_;
  int rank_ = kFar;  // of the best
};

}  // namespace vkext::tl
