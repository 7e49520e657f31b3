#include "endpoints/source_rule.h"

#include <algorithm>

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>

#include "endpoints/signature.h"

namespace vitrine::endpoints {

namespace {

constexpr std::size_t kSourceBytesMax = 2048;

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(
      result, result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return result;
}

}  // namespace

Result<std::optional<origin::Source>> source_of(const http::Request& request,
                                                const PicturesConfig& config) {
  if (request.query.empty()) return std::nullopt;
  const auto text = request.query_parameter("source");
  if (!text) return std::nullopt;
  if (text->size() > kSourceBytesMax) {
    return fail(FailureKind::bad_request,
                "The source is " + std::to_string(text->size()) + " bytes long; the limit is " +
                    std::to_string(kSourceBytesMax));
  }
  const auto url = boost::urls::parse_uri(*text);
  if (!url || (url->scheme() != "http" && url->scheme() != "https") || url->host().empty()) {
    return fail(FailureKind::bad_request, "The source is no absolute http or https URL");
  }
  if (url->has_userinfo()) {
    return fail(FailureKind::bad_request, "The source may not carry a user name or password");
  }
  const auto host = lower(url->host());
  if (is_signed(request.target)) {
    TRY_VOID(check_signature(request.target, config.signing_key, config.signing_salt));
  } else if (std::ranges::find(config.source_allow, host) == config.source_allow.end()) {
    return fail(FailureKind::not_allowed,
                "The host \"" + host + "\" is not in source_allow, and the URL is not signed");
  }
  auto identity = boost::urls::url(*url);
  identity.normalize();
  identity.remove_fragment();
  origin::Source source;
  source.kind = origin::SourceKind::http;
  source.address = std::string(identity.buffer());
  return source;
}

}  // namespace vitrine::endpoints
