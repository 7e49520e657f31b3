// What an origin can do to whoever fetches from it.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "stub_origin/stub_origin.h"

namespace vitrine::testing {

struct Picture {
  std::string content_type = "image/jpeg";
  // When given, answers 304 to the same If-None-Match or If-Modified-Since.
  std::string etag = {};
  std::string last_modified = {};
  // More header lines, each with its line end.
  std::string headers = {};
};

// The honest ones.
Script sends(std::string body, Picture picture = {});
Script sends_chunked(std::string body);
// Without a length: the body ends where the connection does.
Script sends_until_close(std::string body);
Script answers(int status, std::string body = {}, std::string headers = {});
Script redirects_to(std::string location, int status = 302);

// The slow ones.
Script stalls_before_head();
Script stalls_in_head();
Script stalls_in_body(std::string body, std::size_t sent_bytes);
Script drips_head(std::chrono::milliseconds pause);
Script drips_body(std::string body, std::size_t at_once, std::chrono::milliseconds pause);

// The broken ones.
Script claims_length(std::string body, std::size_t length);
Script closes_before_head();
Script closes_in_chunk(std::string body);
Script resets_before_head();
Script resets_in_body(std::string body, std::size_t sent_bytes);
Script sends_endless_head();
Script sends_endless_body();
Script sends_raw(std::string bytes);

}  // namespace vitrine::testing
