#include "origin/counters.h"

#include <string>

namespace vitrine::origin {

namespace {

constexpr std::array kRefusalNames = {
    "url", "address", "redirects", "queue", "memory", "body", "head", "time", "rate"};

observe::Counter& fetches(observe::Metrics& metrics, std::string result) {
  return metrics.counter("vitrine_origin_fetches_total",
                         "Fetches of originals that ended, by result.",
                         {{"result", std::move(result)}});
}

}  // namespace

Counters::Counters(observe::Metrics& metrics)
    : fetched_(fetches(metrics, "fetched")),
      unchanged_(fetches(metrics, "unchanged")),
      bytes_(metrics.counter("vitrine_origin_fetched_bytes_total", "Bytes of originals fetched.")) {
  for (std::size_t i = 0; i < failed_.size(); ++i) {
    failed_[i] = &fetches(metrics, std::string(name(static_cast<FailureKind>(i))));
  }
  static_assert(kRefusalNames.size() == kRefusals);
  for (std::size_t i = 0; i < refused_.size(); ++i) {
    refused_[i] = &metrics.counter("vitrine_origin_refused_total",
                                   "Fetches that a limit or a rule refused, by reason.",
                                   {{"reason", kRefusalNames[i]}});
  }
}

void Counters::ended(const Result<Fetched>& fetched) {
  if (!fetched) {
    failed_[static_cast<std::size_t>(fetched.error().kind)]->add();
  } else if (fetched->unchanged) {
    unchanged_.add();
  } else {
    fetched_.add();
    bytes_.add(fetched->bytes->size());
  }
}

}  // namespace vitrine::origin
