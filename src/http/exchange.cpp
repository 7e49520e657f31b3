#include "http/exchange.h"

#include <utility>

namespace vitrine::http {

void Exchange::reset() {
  constexpr std::size_t kBodyBytesKept = 64 * 1024;
  parameters.clear();
  chunks.reset();
  if (body.capacity() > kBodyBytesKept) {
    body = {};
  } else {
    body.clear();
  }
  head_parsed = false;
  route = nullptr;
  task.reset();
  if (sink) {
    sink.reset();
    feed = {};
  }
  response.reset();
  failure.reset();
  written = false;
  bytes_sent = 0;
}

std::unique_ptr<Exchange> ExchangePool::take() {
  if (spare_.empty()) return std::make_unique<Exchange>();
  auto exchange = std::move(spare_.back());
  spare_.pop_back();
  return exchange;
}

void ExchangePool::give_back(std::unique_ptr<Exchange> exchange) {
  if (!exchange || spare_.size() == kSpareMax) return;
  exchange->reset();
  spare_.push_back(std::move(exchange));
}

}  // namespace vitrine::http
