#include "feed/web.h"

#include <sys/socket.h>

#include <algorithm>
#include <new>

#include <curl/curl.h>
#include <fmt/format.h>

#include "failure/check.h"
#include "origin/socket_address.h"
#include "origin/web_address.h"

namespace vitrine::feed {

namespace {

struct Freed {
  void operator()(curl_slist* list) const { curl_slist_free_all(list); }

  void operator()(CURL* easy) const { curl_easy_cleanup(easy); }
};

using Lines = std::unique_ptr<curl_slist, Freed>;

void append(Lines& lines, const std::string& line) {
  auto* const longer = curl_slist_append(lines.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  // The list keeps its first element, which is what is owned.
  if (!lines) lines.reset(longer);
}

template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
  const auto code = curl_easy_setopt(easy, option, value);
  check(code == CURLE_OK, curl_easy_strerror(code));
}

}  // namespace

struct Web::Handle {
  std::unique_ptr<CURL, Freed> easy{curl_easy_init()};
};

// What one call is and what came back.
struct Web::Call {
  std::size_t body_bytes_max = 0;
  const origin::AddressGuard* guard = nullptr;
  std::string host;
  Lines headers;
  WebReply reply;
  bool too_large = false;
  bool refused = false;

  static size_t add_body(char* bytes, size_t /*one*/, size_t count, void* self) {
    auto& call = *static_cast<Call*>(self);
    call.too_large = count > call.body_bytes_max - call.reply.body.size();
    if (call.too_large) return 0;
    call.reply.body.append(bytes, count);
    return count;
  }

  static curl_socket_t open_socket(void* self, curlsocktype /*purpose*/, curl_sockaddr* address) {
    auto& call = *static_cast<Call*>(self);
    const auto endpoint = origin::endpoint_of(&address->addr);
    call.refused = !endpoint || (call.guard != nullptr &&
                                 !call.guard->check(call.host, endpoint->address, endpoint->port));
    if (call.refused) return CURL_SOCKET_BAD;
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  }
};

Web::Web(WebLimits limits) : limits_(limits), handle_(std::make_unique<Handle>()) {
  if (!handle_->easy) throw std::bad_alloc();
}

Web::~Web() = default;

Result<WebReply> Web::get(const std::string& url, const origin::AddressGuard& guard) {
  TRY(const auto address, origin::WebAddress::parse(url));
  Call call;
  call.guard = &guard;
  call.host = address.host();
  append(call.headers, "Accept: application/json");
  curl_easy_reset(handle_->easy.get());
  return run(call, url);
}

Result<WebReply> Web::post(const WebPost& post) {
  TRY_VOID(origin::WebAddress::parse(post.url));
  Call call;
  append(call.headers, "Content-Type: " + post.content_type);
  append(call.headers, "Accept: application/json");
  // Nobody needs to be asked whether the body may come.
  append(call.headers, "Expect:");
  if (!post.key.empty()) append(call.headers, "Authorization: Bearer " + post.key);
  auto* const easy = handle_->easy.get();
  curl_easy_reset(easy);
  set(easy, CURLOPT_POST, 1L);
  set(easy, CURLOPT_POSTFIELDS, post.body.data());
  set(easy, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(post.body.size()));
  return run(call, post.url);
}

Result<WebReply> Web::run(Call& call, const std::string& url) {
  auto* const easy = handle_->easy.get();
  call.body_bytes_max = limits_.body_bytes_max;
  set(easy, CURLOPT_URL, url.c_str());
  set(easy, CURLOPT_HTTPHEADER, call.headers.get());
  set(easy, CURLOPT_OPENSOCKETFUNCTION, &Call::open_socket);
  set(easy, CURLOPT_OPENSOCKETDATA, &call);
  set(easy, CURLOPT_WRITEFUNCTION, &Call::add_body);
  set(easy, CURLOPT_WRITEDATA, &call);
  set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);
  // Not even from the environment: a proxy would connect where the guard does not see it.
  set(easy, CURLOPT_PROXY, "");
  set(easy, CURLOPT_USERAGENT, "Vitrine");
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_TIMEOUT_MS, static_cast<long>(limits_.time_max.count()));
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits_.connect_time_max.count()));
  const auto code = curl_easy_perform(easy);
  if (call.refused) {
    return fail(FailureKind::not_allowed, call.host + " has an address that is not allowed");
  }
  if (call.too_large) {
    return fail(FailureKind::too_large,
                fmt::format("The answer is larger than {} bytes", limits_.body_bytes_max));
  }
  if (code == CURLE_OPERATION_TIMEDOUT) return fail(FailureKind::timeout, "No answer in time");
  if (code != CURLE_OK) return fail(FailureKind::upstream, curl_easy_strerror(code));
  long status = 0;
  curl_off_t retry_after = 0;
  curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &retry_after);
  call.reply.status = static_cast<int>(status);
  constexpr curl_off_t kPatience = 3600;
  call.reply.retry_after = std::chrono::seconds(std::clamp<curl_off_t>(retry_after, 0, kPatience));
  return std::move(call.reply);
}

}  // namespace vitrine::feed
