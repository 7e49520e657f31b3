#include "http/refusals.h"

#include <string_view>

namespace vitrine::http {

Refusals::Refusals(observe::Metrics& metrics, const std::string& server) {
  // In the order of the enumeration.
  constexpr std::array<std::string_view, kReasons> kLabels = {"connections",
                                                              "descriptors",
                                                              "malformed",
                                                              "head_size",
                                                              "head_time",
                                                              "body_size",
                                                              "body_rate",
                                                              "write_time",
                                                              "frame",
                                                              "message_size",
                                                              "pong_time"};
  for (std::size_t i = 0; i < kReasons; ++i) {
    counters_[i] = &metrics.counter("vitrine_http_refused_total",
                                    "Connections and requests that a limit of the server refused.",
                                    {{"server", server}, {"reason", std::string(kLabels[i])}});
  }
}

}  // namespace vitrine::http
