// Records numbered purchases, several tasks at once, and prints each number once it is
// acknowledged, until it is killed or one is refused. Every other call is made twice, as by a till
// that lost the answer.
//
//   sell_for_ever FILE FIRST-NUMBER [REDIS]
#include <unistd.h>

#include <atomic>
#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "await/await.h"
#include "crash/numbered_purchase.h"
#include "crash/shop.h"

namespace vitrine {
namespace {

constexpr int kAtOnce = 16;

Task<bool> sell_for_ever(sales::PurchaseLog& log, std::atomic<std::uint64_t>& next) {
  while (true) {
    const auto number = next.fetch_add(2);
    sales::Batch batch{{numbered_purchase(number), numbered_purchase(number + 1)}, std::nullopt};
    if (number % 3 == 0) batch.key = {fmt::format("key {}", number), "digest"};
    auto again = batch;
    const auto appended = co_await log.append(std::move(batch));
    if (!appended) co_return false;
    if (number % 4 == 0) {
      const auto repeated = co_await log.append(std::move(again));
      if (!repeated) co_return false;
    }
    const auto lines = fmt::format("{}\n{}\n", number, number + 1);
    // One call, so that a line is whole or not there.
    if (::write(STDOUT_FILENO, lines.data(), lines.size()) < 0) co_return false;
  }
}

int sell(const std::string& file, std::uint64_t first, const std::string& redis) {
  crash::Shop shop(file, redis);
  std::atomic<std::uint64_t> next = first;
  std::vector<Task<bool>> tasks;
  for (int i = 0; i < kAtOnce; ++i) tasks.push_back(sell_for_ever(shop.log(), next));
  testing::await_all(std::move(tasks));
  return 1;
}

}  // namespace
}  // namespace vitrine

int main(int count, char** arguments) {
  if (count != 3 && count != 4) return 2;
  return vitrine::sell(arguments[1], std::stoull(arguments[2]), count == 4 ? arguments[3] : "");
}
