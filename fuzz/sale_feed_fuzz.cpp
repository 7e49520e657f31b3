// A feed of sales, as strangers write it, and the state file of a replay. What is read must be fit
// to be recorded, and known again when it is read again.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "feed/playing_state.h"
#include "feed/sale_feed.h"

using namespace vitrine;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

constexpr WallTime kNow{std::chrono::seconds{1'700'000'000}};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (const auto state = feed::parse_state(text)) {
    const auto again = feed::parse_state(feed::state_text(*state));
    require(again && *again == *state);
  }
  const auto read = feed::read_feed(text, kNow);
  if (!read) return 0;
  const auto again = feed::read_feed(text, kNow);
  require(again && again->sales.size() == read->sales.size());
  require(read->mistakes.size() <= feed::kMistakesNamed);
  for (std::size_t i = 0; i < read->sales.size(); ++i) {
    require(!read->sales[i].items.empty() && read->sales[i].items == again->sales[i].items);
    require(sales::check(read->sales[i].items, kNow).has_value() ||
            read->sales[i].items.size() > sales::kBatchMax);
    require(i == 0 || read->sales[i - 1].at <= read->sales[i].at);
  }
  return 0;
}
