#include "feed/web_till.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "feed/purchase_json.h"

namespace vitrine::feed {

namespace {

constexpr std::size_t kWordsMax = 300;

std::string first_line(const std::string& text) {
  return text.substr(0, std::min(text.find('\n'), kWordsMax));
}

}  // namespace

Taken meaning_of(int status) {
  if (status >= 200 && status < 300) return Taken::yes;
  if (status == 408 || status == 425 || status == 429 || status >= 500) return Taken::later;
  // What is wrong is in the body. Everything else is wrong with the address or the key.
  if (status == 400 || status == 409 || status == 413 || status == 422) return Taken::never;
  return Taken::forbidden;
}

Till web_till(Web& web, std::string url, std::string key) {
  return [&web, url = std::move(url), key = std::move(key)](
             const std::vector<sales::Purchase>& purchases) -> Answer {
    std::string body;
    for (const auto& purchase : purchases) {
      append_purchase(body, purchase);
      body += "\n";
    }
    const auto reply = web.post({url, "application/x-ndjson", key, std::move(body)});
    if (!reply) {
      const bool hopeless = reply.error().kind == FailureKind::bad_request;
      return {hopeless ? Taken::forbidden : Taken::later,
              fmt::format("{}: {}", url, reply.error().public_message)};
    }
    return {meaning_of(reply->status),
            fmt::format("{} answered {}: {}", url, reply->status, first_line(reply->body)),
            reply->retry_after};
  };
}

}  // namespace vitrine::feed
