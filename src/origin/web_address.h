// The address of an original on a web server. Parsed once, by the parser that also makes the
// request (libcurl's), so that what is checked and what is fetched cannot differ.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "failure/result.h"

// libcurl's name, so that its header stays out of this one.
struct Curl_URL;

namespace vitrine::origin {

// A value that can be moved and not copied.
class WebAddress {
 public:
  // not_allowed for a scheme other than http and https, and for a user name or password in it;
  // bad_request for what is no address.
  static Result<WebAddress> parse(const std::string& url);
  // Where a redirect from here leads; `location` may be relative. Refuses as parse() does, except
  // that what is no address is the origin's fault: upstream.
  Result<WebAddress> redirected(const std::string& location) const;

  // Without the brackets of an IPv6 address.
  const std::string& host() const { return host_; }

  std::uint16_t port() const { return port_; }

  // Without query and fragment, which may hold secrets.
  std::string for_log() const;

  // For CURLOPT_CURLU; lives as long as this value.
  Curl_URL* handle() const { return handle_.get(); }

 private:
  struct Free {
    void operator()(Curl_URL* handle) const;
  };

  using Handle = std::unique_ptr<Curl_URL, Free>;

  static Result<WebAddress> from(Handle handle);
  WebAddress() = default;

  Handle handle_;
  std::string scheme_;
  std::string host_;
  std::string path_;
  std::uint16_t port_ = 0;
};

}  // namespace vitrine::origin
