// What is posted to /purchases. What is read and in order must be read again from what is written.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "feed/purchase_json.h"

using namespace vitrine;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

constexpr WallTime kNow{std::chrono::seconds{1'700'000'000}};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = feed::read_purchases(text);
  if (!read) {
    require(!read.error().public_message.empty() && read.error().public_message.size() < 1000);
    return 0;
  }
  require(read->size() <= sales::kBatchMax);
  for (const auto& purchase : *read) {
    if (!sales::check(purchase, kNow)) continue;
    std::string written;
    feed::append_purchase(written, purchase, 7);
    const auto again = feed::read_purchase(written);
    require(again && *again == purchase);
  }
  return 0;
}
