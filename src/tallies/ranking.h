// The items of one campaign by clicks: the rank of any of them, and the first ones, in logarithmic
// time however many there are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ext/pb_ds/assoc_container.hpp>
#include <ext/pb_ds/tree_policy.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace vitrine::tallies {

// Lives on: whoever holds its lock. Names are views of keys that outlive their place here.
class Ranking {
 public:
  // From `before` clicks to `after`; 0 stands for "not ranked".
  void move(std::string_view name, std::uint64_t before, std::uint64_t after) {
    if (before != 0) tree_.erase({before, name});
    if (after != 0) tree_.insert({after, name});
  }

  // 1 is the first. 0: it has no clicks.
  std::size_t rank(std::string_view name, std::uint64_t clicks) const {
    return clicks == 0 ? 0 : tree_.order_of_key({clicks, name}) + 1;
  }

  std::vector<std::string_view> first(std::size_t limit) const {
    std::vector<std::string_view> names;
    for (auto at = tree_.begin(); at != tree_.end() && names.size() < limit; ++at) {
      names.push_back(at->second);
    }
    return names;
  }

 private:
  using Place = std::pair<std::uint64_t, std::string_view>;
  using Tree = __gnu_pbds::tree<Place,
                                __gnu_pbds::null_type,
                                std::greater<>,
                                __gnu_pbds::rb_tree_tag,
                                __gnu_pbds::tree_order_statistics_node_update>;
  Tree tree_;
};

}  // namespace vitrine::tallies
