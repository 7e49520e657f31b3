// Web calls of the command line: one after another, each bounded in bytes and time. Redirects are
// not followed. The only file of the room that knows curl.
#pragma once

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

#include "failure/result.h"
#include "origin/address_guard.h"

namespace vitrine::feed {

struct WebLimits {
  std::size_t body_bytes_max = 32U << 20;
  std::chrono::milliseconds time_max{10'000};
  std::chrono::milliseconds connect_time_max{3'000};
};

struct WebReply {
  int status = 0;
  std::string body;
  // Of the header Retry-After, when it is a number; zero otherwise.
  std::chrono::seconds retry_after{0};
};

struct WebPost {
  std::string url;
  std::string content_type;
  // Sent as a Bearer token; may be empty.
  std::string key;
  std::string body;
};

// Lives on: one thread. Blocks. Keeps its connection open from one call to the next.
class Web {
 public:
  explicit Web(WebLimits limits);
  ~Web();
  Web(const Web&) = delete;
  Web& operator=(const Web&) = delete;

  // Any status is a reply. not_allowed: an address that the guard refuses; bad_request: no address
  // of the web; timeout; too_large; upstream: nobody there, or it broke off.
  Result<WebReply> get(const std::string& url, const origin::AddressGuard& guard);
  // Wherever the operator says, so without a guard.
  Result<WebReply> post(const WebPost& post);

 private:
  struct Call;
  Result<WebReply> run(Call& call, const std::string& url);

  const WebLimits limits_;
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

}  // namespace vitrine::feed
