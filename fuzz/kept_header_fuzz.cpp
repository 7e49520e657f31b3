// The head of a kept original, as a disk may give it back. What is understood must be within the
// bytes that were read, and say the same once it is written again.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "delivery/kept_header.h"

using namespace vitrine::delivery;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view start(reinterpret_cast<const char*>(data), size);
  const auto parsed = parse_kept_header(start);
  if (!parsed) return 0;
  require(parsed->offset <= size && parsed->offset <= kKeptHeaderBytesMax);
  const auto again = parse_kept_header(write_kept_header(parsed->header));
  require(again.has_value());
  require(again->header.fingerprint == parsed->header.fingerprint);
  require(again->header.bytes == parsed->header.bytes);
  require(again->header.checked == parsed->header.checked);
  require(again->header.modified == parsed->header.modified);
  return 0;
}
