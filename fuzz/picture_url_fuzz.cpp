// The picture URL: last segment, Accept, id and source, as strangers write them. What is understood
// must keep its promises: sizes within the limits, an address that stays inside its namespace.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "endpoints/namespaces.h"
#include "endpoints/picture_name.h"
#include "endpoints/source_rule.h"

using namespace vitrine;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

std::string_view take_line(std::string_view& text) {
  const auto end = std::min(text.find('\n'), text.size());
  const auto line = text.substr(0, end);
  text.remove_prefix(std::min(end + 1, text.size()));
  return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const endpoints::Namespace folder({.name = "a", .origin = "file:/srv/{id}.jpg"}, 80);
  static const endpoints::Namespace web({.name = "b", .origin = "http://host/p/{id}.jpg"}, 80);
  static const endpoints::PicturesConfig config = [] {
    endpoints::PicturesConfig value;
    value.source_allow = {"cdn.example.com"};
    value.signing_key = "key";
    return value;
  }();

  std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto file = take_line(text);
  const auto accept = take_line(text);
  const auto id = take_line(text);

  if (const auto name = endpoints::parse_picture_file(file, 80)) {
    require(name->recipe.quality >= 1 && name->recipe.quality <= 100);
    if (endpoints::check_allowed(*name, config)) {
      require(name->recipe.width <= config.width_max && name->recipe.height <= config.height_max);
      require(images::canonical_name(name->recipe).find('/') == std::string::npos);
    }
  }
  if (const auto source = folder.source(id)) {
    require(source->address.starts_with("/srv/"));
    require(source->address.find("/../") == std::string::npos);
  }
  if (const auto source = web.source(id)) {
    require(source->address.starts_with("http://host/p/"));
    require(source->address.find_first_of("?#@ ") == std::string::npos);
  }
  const http::HeaderField fields[] = {{"Accept", accept}};
  http::Request request;
  request.headers = fields;
  endpoints::choose_format(request, config.extensions);
  request.target = text;
  const auto question = text.find('?');
  if (question != std::string_view::npos) request.query = text.substr(question + 1);
  if (const auto source = endpoints::source_of(request, config); source && *source) {
    require((*source)->address.starts_with("http://cdn.example.com") ||
            (*source)->address.starts_with("https://cdn.example.com"));
  }
  return 0;
}
