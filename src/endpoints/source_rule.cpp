#include "endpoints/source_rule.h"

#include <algorithm>

#include <boost/url/parse.hpp>
#include <boost/url/url.hpp>

#include "crypto/digest.h"
#include "crypto/token.h"

namespace vitrine::endpoints {

namespace {

constexpr std::size_t kSourceBytesMax = 2048;

// The target up to its signature, and the signature; absent when there is none at its end.
struct Signed {
  std::string_view target;
  std::string_view signature;
};

std::optional<Signed> split_signature(std::string_view target) {
  const auto at = target.rfind("sig=");
  if (at == std::string_view::npos || at == 0) return std::nullopt;
  if (target[at - 1] != '&' && target[at - 1] != '?') return std::nullopt;
  return Signed{target.substr(0, at - 1), target.substr(at + 4)};
}

Result<void> check_signature(const Signed& asked, const PicturesConfig& config) {
  if (config.signing_key.empty()) {
    return fail(FailureKind::not_allowed, "Signed sources are off: signing.key is not configured");
  }
  const auto expected = signature_of(asked.target, config.signing_key, config.signing_salt);
  if (crypto::equal_in_constant_time(expected, asked.signature)) return {};
  return fail(FailureKind::not_allowed, "The signature of this URL is wrong");
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::ranges::transform(
      result, result.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return result;
}

}  // namespace

std::string signature_of(std::string_view target, std::string_view key, std::string_view salt) {
  std::string message(salt);
  message += target;
  const auto mac = crypto::hmac_sha256(key, message);
  return crypto::base64url({reinterpret_cast<const char*>(mac.data()), mac.size()});
}

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
  if (const auto asked = split_signature(request.target)) {
    TRY_VOID(check_signature(*asked, config));
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
