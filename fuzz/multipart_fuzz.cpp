// Forms with files: the first byte says into pieces of which size the rest is cut. However it is
// cut, the same parts come out, no more bytes than went in, and an error at the same place.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "http/multipart.h"

using namespace vitrine::http;

namespace {

std::string taken_apart(std::string_view body, std::size_t piece) {
  MultipartReader reader("ab", {.parts_max = 4, .head_bytes_max = 256, .field_bytes_max = 64});
  std::string all;
  std::size_t bytes = 0;
  while (!body.empty()) {
    auto rest = body.substr(0, piece);
    body.remove_prefix(rest.size());
    for (bool more = false; !more;) {
      const auto step = reader.next(rest);
      // A field that is over its limit may have given some of its bytes before.
      if (!step) return step.error().kind == vitrine::FailureKind::too_large ? "large" : all + '!';
      bytes += step->bytes.size();
      all += step->bytes;
      more = step->event == MultipartReader::Event::more;
      if (step->event == MultipartReader::Event::part) {
        all += '[' + reader.head().name + '|' + reader.head().file_name.value_or("-") + ']';
      } else if (step->event != MultipartReader::Event::bytes && !more) {
        all += ';';
      }
    }
  }
  if (bytes > all.size()) std::abort();
  return all + (reader.ended() ? "." : "");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1 || size > 4096) return 0;
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (taken_apart(bytes, std::string_view::npos) != taken_apart(bytes, 1 + data[0] % 64)) {
    std::abort();
  }
  static_cast<void>(multipart_boundary(bytes));
  return 0;
}
