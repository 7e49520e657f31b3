// What an origin sends before the picture: the head of its answer, and where it redirects to. What
// is kept must be fit to be sent back in a header, and what is followed must be a plain web
// address.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "origin/reply_head.h"
#include "origin/web_address.h"

using namespace vitrine;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  const auto line = text.substr(0, end == std::string_view::npos ? end : end + 1);
  text.remove_prefix(line.size());
  return line;
}

void require_plain(const origin::WebAddress& address) {
  require(!address.host().empty());
  require(address.host().find_first_of("/@\\ \r\n") == std::string::npos);
  const auto shown = address.for_log();
  require(shown.starts_with("http://") || shown.starts_with("https://"));
  require(shown.find_first_of("?\r\n") == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  static const auto base = origin::WebAddress::parse("http://a.example:81/b/c?d").value();

  origin::ReplyHead head;
  for (auto rest = text; !rest.empty();) head.add(take_line(rest));
  require(head.bytes() == size);
  require(!head.complete() || head.status() >= 200);
  require(head.etag().empty() || origin::is_validator(head.etag()));
  require(head.last_modified().empty() || origin::is_validator(head.last_modified()));

  for (const auto& written : {std::string(text), head.location()}) {
    if (const auto address = origin::WebAddress::parse(written)) require_plain(*address);
    if (const auto next = base.redirected(written)) require_plain(*next);
  }
  return 0;
}
