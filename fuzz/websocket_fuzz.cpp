// What a WebSocket client sends. The first byte says into pieces of which size the rest is cut;
// however it is cut, the events must be the same, and no message is over the limit.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/client_frames.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using vitrine::http::testing::events_in;
  constexpr std::size_t kMessageMax = 200;
  if (size < 2 || size > 4096) return 0;
  const std::string bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const auto whole = events_in(bytes, std::string::npos, kMessageMax);
  const auto in_pieces = events_in(bytes, 1 + data[0] % 16, kMessageMax);
  if (whole != in_pieces) std::abort();
  for (const auto& event : whole) {
    if (event.size() > kMessageMax + sizeof "binary") std::abort();
  }
  return 0;
}
