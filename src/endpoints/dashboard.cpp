#include "endpoints/dashboard.h"

#include <algorithm>
#include <stdexcept>

#include "http/accept.h"

namespace vitrine::endpoints {

namespace {

constexpr std::string_view kIndex = "index.html";
constexpr std::string_view kAssets = "assets/";

// Nothing of other hosts, no inline script and no inline style; frames are previews of newsletters.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
    "font-src 'self'; connect-src 'self'; frame-src 'self'; manifest-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

struct Form {
  std::string_view bytes;
  // Empty for the file as it is.
  std::string_view coding;
};

// The smallest form that the client takes. It must take the plain one; nobody refuses that.
Form form_for(const http::Request& request, const PackedFile& file) {
  const int brotli = file.brotli.empty() ? 0 : http::coding_quality(request, "br");
  const int gzip = file.gzip.empty() ? 0 : http::coding_quality(request, "gzip");
  if (brotli > 0 && brotli >= gzip) return {file.brotli, "br"};
  if (gzip > 0) return {file.gzip, "gzip"};
  return {file.plain, {}};
}

}  // namespace

Dashboard::Dashboard(std::string_view pack) : files_(unpack(pack)) {
  if (!files_.empty() && find(kIndex) == nullptr) {
    throw std::logic_error("The packed dashboard has no index.html");
  }
}

const PackedFile* Dashboard::find(std::string_view path) const {
  const auto found = std::ranges::lower_bound(files_, path, {}, &PackedFile::path);
  return found != files_.end() && found->path == path ? &*found : nullptr;
}

void Dashboard::add_routes(http::Router& router) const {
  if (!is_there()) return;
  using http::Method;
  using http::Request;
  router.add(Method::get, "/dashboard", [](const Request&) -> http::Answer {
    return http::Response::redirect(308, "/dashboard/");
  });
  router.add(Method::get, "/dashboard/", [this](const Request& request) -> http::Answer {
    return answer(request, kIndex);
  });
  router.add(Method::get, "/dashboard/{path...}", [this](const Request& request) -> http::Answer {
    const auto path = request.parameter("path");
    if (find(path) != nullptr) return answer(request, path);
    // A page that is older than this program asks for what is no more: that is no view.
    if (path.starts_with(kAssets)) {
      return fail(FailureKind::not_found, "There is no such file; load the page again");
    }
    return answer(request, kIndex);
  });
}

http::Response Dashboard::answer(const http::Request& request, std::string_view path) const {
  const auto& file = *find(path);
  const auto form = form_for(request, file);
  // Each form is a representation of its own.
  std::string etag = "\"" + std::string(file.digest);
  if (!form.coding.empty()) etag.append("-").append(form.coding);
  etag += '"';
  const bool forever = path.starts_with(kAssets);
  auto response = http::representation_response(
      request,
      {.etag = etag,
       .modified = {},
       .content_type = file.type,
       .cache_control = forever ? "public, max-age=31536000, immutable" : "no-cache"},
      http::StaticText{form.bytes});
  const bool has_bytes = response.status() == 200 || response.status() == 206;
  if (has_bytes && !form.coding.empty()) response.header("Content-Encoding", form.coding);
  response.header("Vary", "Accept-Encoding");
  response.header("Content-Security-Policy", kPolicy);
  response.header("X-Content-Type-Options", "nosniff");
  response.header("Referrer-Policy", "same-origin");
  return response;
}

}  // namespace vitrine::endpoints
