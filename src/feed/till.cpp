#include "feed/till.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "sales/plain_text.h"

namespace vitrine::feed {

std::chrono::milliseconds Backoff::next() {
  return std::exchange(wait_, std::min(wait_ * 2, kLongest));
}

Sender::Sender(Till till, Pause pause, Say say)
    : till_(std::move(till)), pause_(std::move(pause)), say_(std::move(say)) {
}

Sender::End Sender::send(const std::vector<sales::Purchase>& purchases) {
  while (true) {
    const auto answer = till_(purchases);
    switch (answer.taken) {
      case Taken::yes:
        backoff_.over();
        counts_.taken += purchases.size();
        return End::done;
      case Taken::forbidden:
        say_(answer.words);
        return End::forbidden;
      case Taken::later: {
        const auto wait = std::max(backoff_.next(), answer.wait);
        say_(fmt::format("{}; next try in {} s", answer.words, wait.count() / 1000));
        if (!pause_(wait)) return End::stopped;
        continue;
      }
      case Taken::never:
        break;
    }
    backoff_.over();
    if (purchases.size() == 1) {
      say_(fmt::format(
          "refused: purchase {}: {}", sales::shown(purchases.front().id), answer.words));
      ++counts_.refused;
      return End::done;
    }
    const auto middle = purchases.begin() + static_cast<std::ptrdiff_t>(purchases.size() / 2);
    const auto first = send({purchases.begin(), middle});
    return first == End::done ? send({middle, purchases.end()}) : first;
  }
}

}  // namespace vitrine::feed
