#include "origin/web_address.h"

#include <charconv>
#include <new>
#include <utility>

#include <curl/curl.h>

namespace vitrine::origin {

namespace {

constexpr std::size_t kUrlBytesMax = 8192;

std::unexpected<Failure> refused_scheme() {
  return fail(FailureKind::not_allowed, "Originals are fetched from http and https addresses only");
}

std::unexpected<Failure> refused_user() {
  return fail(FailureKind::not_allowed,
              "The address of an original must not have a user name or password");
}

std::unexpected<Failure> malformed(std::string detail) {
  return fail(FailureKind::bad_request,
              "The address of the original is not a web address",
              std::move(detail));
}

std::string part(CURLU* handle, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(handle, which, &text, flags) != CURLUE_OK) return {};
  std::string copy(text);
  curl_free(text);
  return copy;
}

Result<void> set_url(CURLU* handle, const std::string& url, unsigned flags) {
  if (url.size() > kUrlBytesMax) {
    return malformed("longer than " + std::to_string(kUrlBytesMax) + " bytes");
  }
  // libcurl reads up to the first NUL.
  if (url.find('\0') != std::string::npos) return malformed("has a NUL");
  switch (const auto code = curl_url_set(handle, CURLUPART_URL, url.c_str(), flags)) {
    case CURLUE_OK:
      return {};
    case CURLUE_OUT_OF_MEMORY:
      throw std::bad_alloc();
    case CURLUE_UNSUPPORTED_SCHEME:
      return refused_scheme();
    case CURLUE_USER_NOT_ALLOWED:
      return refused_user();
    default:
      return malformed(curl_url_strerror(code));
  }
}

}  // namespace

void WebAddress::Free::operator()(Curl_URL* handle) const {
  curl_url_cleanup(handle);
}

Result<WebAddress> WebAddress::parse(const std::string& url) {
  Handle handle(curl_url());
  if (!handle) throw std::bad_alloc();
  TRY_VOID(set_url(handle.get(), url, CURLU_DISALLOW_USER));
  TRY(auto address, from(std::move(handle)));
  // With one slash or three libcurl finds a host where other parsers find a path.
  const auto after_scheme = url.substr(address.scheme_.size());
  if (!after_scheme.starts_with("://") || after_scheme.starts_with(":///")) {
    return malformed("has not two slashes before its host");
  }
  return address;
}

Result<WebAddress> WebAddress::redirected(const std::string& location) const {
  Handle handle(curl_url_dup(handle_.get()));
  if (!handle) throw std::bad_alloc();
  // Servers write spaces and UTF-8 into Location, and browsers understand them.
  constexpr unsigned kFlags = CURLU_DISALLOW_USER | CURLU_URLENCODE | CURLU_ALLOW_SPACE;
  const auto set = set_url(handle.get(), location, kFlags);
  auto next = set ? from(std::move(handle)) : std::unexpected(set.error());
  if (!next && next.error().kind == FailureKind::bad_request) {
    return fail(FailureKind::upstream,
                "The origin redirects to something that is not a web address",
                std::move(next.error().detail));
  }
  return next;
}

Result<WebAddress> WebAddress::from(Handle handle) {
  WebAddress address;
  address.scheme_ = part(handle.get(), CURLUPART_SCHEME);
  if (address.scheme_ != "http" && address.scheme_ != "https") return refused_scheme();
  // A relative redirect keeps the user of its base, which has none; "http://@host/" has an empty
  // one.
  if (!part(handle.get(), CURLUPART_USER).empty()) return refused_user();
  address.host_ = part(handle.get(), CURLUPART_HOST);
  if (address.host_.empty()) return malformed("has no host");
  if (address.host_.starts_with('['))
    address.host_ = address.host_.substr(1, address.host_.size() - 2);
  if (!part(handle.get(), CURLUPART_ZONEID).empty()) return malformed("has an address zone");
  const auto port = part(handle.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), address.port_);
  if (error != std::errc{} || end != port.data() + port.size()) return malformed("has no port");
  address.path_ = part(handle.get(), CURLUPART_PATH);
  address.handle_ = std::move(handle);
  return address;
}

std::string WebAddress::for_log() const {
  const bool bare_v6 = host_.find(':') != std::string::npos;
  return scheme_ + "://" + (bare_v6 ? '[' + host_ + ']' : host_) + ':' + std::to_string(port_) +
         path_;
}

}  // namespace vitrine::origin
