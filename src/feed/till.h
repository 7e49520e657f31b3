// Where played or made-up purchases go, and how they get there in spite of outages.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sales/purchase.h"

namespace vitrine::feed {

enum class Taken : std::uint8_t {
  // Committed, now or before.
  yes,
  // Not now: it may have been committed, or not. Asking again is safe, because ids are known again.
  later,
  // These purchases are wrong; asking again helps nobody.
  never,
  // Nobody may report here, or there is nothing: nothing else will be taken either.
  forbidden,
};

struct Answer {
  Taken taken = Taken::yes;
  // Why not, for people.
  std::string words;
  // Not before this has passed; for `later`.
  std::chrono::milliseconds wait{0};
};

// Takes 1 to sales::kBatchMax purchases.
using Till = std::function<Answer(const std::vector<sales::Purchase>&)>;
// Waits; false when everything should end instead.
using Pause = std::function<bool(std::chrono::milliseconds)>;
// Says something to whoever watches.
using Say = std::function<void(const std::string&)>;

// How long to wait after an outage: from one second, doubled each time, to one minute. A value.
class Backoff {
 public:
  std::chrono::milliseconds next();

  void over() { wait_ = kFirst; }

 private:
  static constexpr std::chrono::milliseconds kFirst{1'000};
  static constexpr std::chrono::milliseconds kLongest{60'000};
  std::chrono::milliseconds wait_ = kFirst;
};

struct SentCounts {
  std::uint64_t taken = 0;
  std::uint64_t refused = 0;
};

// Brings purchases to a till: waits while it is away, and finds the wrong ones in a batch that is
// refused, which are named and left out. Lives on: one thread.
class Sender {
 public:
  Sender(Till till, Pause pause, Say say);

  enum class End : std::uint8_t { done, stopped, forbidden };

  // `done` when each purchase has been taken or refused for good.
  End send(const std::vector<sales::Purchase>& purchases);

  const SentCounts& counts() const { return counts_; }

 private:
  const Till till_;
  const Pause pause_;
  const Say say_;
  Backoff backoff_;
  SentCounts counts_;
};

}  // namespace vitrine::feed
