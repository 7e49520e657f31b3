// Events as a browser's EventSource reads them (HTML Standard, 9.2). Pure.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

namespace vitrine::http {

inline constexpr std::string_view kEventStreamType = "text/event-stream";

// One event. `id` is what comes back as Last-Event-ID; empty leaves the last one as it was. It has
// no control characters. `data` may have several lines.
std::string event_text(std::string_view id, std::string_view data);

// How long a reader waits before it comes back.
std::string retry_text(std::chrono::milliseconds after);

// A comment: a sign of life that no script sees.
inline constexpr std::string_view kHeartbeat = ":\n\n";

}  // namespace vitrine::http
