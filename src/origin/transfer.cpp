#include "origin/transfer.h"

#include <sys/socket.h>

#include <algorithm>
#include <new>
#include <utility>

#include <fmt/format.h>

#include "failure/check.h"
#include "origin/socket_address.h"
#include "origin/transfer_failure.h"

namespace vitrine::origin {

namespace ip = boost::asio::ip;

namespace {

// Heads of web servers and of the caches before them stay below 16 KiB.
constexpr std::uint64_t kHeadBytesMax = 64 << 10;
// The page that comes with a 404 is read over, so that its connection can be used again; not if it
// is larger than a new connection is worth.
constexpr std::uint64_t kDroppedBytesMax = 64 << 10;

template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
  const auto code = curl_easy_setopt(easy, option, value);
  check(code == CURLE_OK, curl_easy_strerror(code));
}

template <class List>
void append(List& list, const std::string& line) {
  auto* longer = curl_slist_append(list.get(), line.c_str());
  if (longer == nullptr) throw std::bad_alloc();
  // The list keeps its first element, which is what is owned.
  (void)list.release();
  list.reset(longer);
}

std::string literal(const ip::address& address) {
  return address.is_v6() ? '[' + address.to_string() + ']' : address.to_string();
}

}  // namespace

struct Transfer::Calls {
  static size_t head(char* bytes, size_t /*one*/, size_t count, void* self) {
    return static_cast<Transfer*>(self)->add_head({bytes, count}) ? count : 0;
  }

  static size_t body(char* bytes, size_t /*one*/, size_t count, void* self) {
    return static_cast<Transfer*>(self)->add_body({bytes, count}) ? count : 0;
  }

  // Belt and braces: whatever libcurl came to connect to is checked again before there is a socket.
  static curl_socket_t open_socket(void* self, curlsocktype purpose, curl_sockaddr* address) {
    const auto& transfer = *static_cast<Transfer*>(self);
    const auto endpoint = endpoint_of(&address->addr);
    if (purpose != CURLSOCKTYPE_IPCXN || !endpoint) return CURL_SOCKET_BAD;
    const auto allowed =
        transfer.parts_.guard.check(transfer.target_.host(), endpoint->address, endpoint->port);
    if (!allowed) return CURL_SOCKET_BAD;
    return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
  }
};

Transfer::Transfer(TransferParts parts,
                   const WebAddress& target,
                   const ip::address& address,
                   const Validators& have)
    : parts_(parts),
      target_(target),
      easy_(curl_easy_init()),
      signal_(parts.wakeups),
      share_(parts.budget) {
  if (!easy_) throw std::bad_alloc();
  set_headers(have);
  configure(address);
}

Transfer::~Transfer() {
  if (added_) parts_.multi.remove(easy_.get());
}

void Transfer::configure(const ip::address& address) {
  auto* easy = easy_.get();
  set(easy, CURLOPT_CURLU, target_.handle());
  // Every request of this handle goes to the address that was checked; no name is looked up again,
  // while Host and SNI keep the name.
  append(connect_to_, fmt::format("::{}:{}", literal(address), target_.port()));
  set(easy, CURLOPT_CONNECT_TO, connect_to_.get());
  set(easy, CURLOPT_OPENSOCKETFUNCTION, &Calls::open_socket);
  set(easy, CURLOPT_OPENSOCKETDATA, this);
  set(easy, CURLOPT_PROTOCOLS_STR, "http,https");
  set(easy, CURLOPT_FOLLOWLOCATION, 0L);
  // Not even from the environment: a proxy would resolve the name itself.
  set(easy, CURLOPT_PROXY, "");
  set(easy, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
  set(easy, CURLOPT_HTTPHEADER, headers_.get());
  set(easy, CURLOPT_USERAGENT, parts_.config.user_agent.c_str());
  set(easy, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(parts_.config.connect_time_max.count()));
  set(easy, CURLOPT_SSL_VERIFYPEER, 1L);
  set(easy, CURLOPT_SSL_VERIFYHOST, 2L);
  set(easy, CURLOPT_NOSIGNAL, 1L);
  set(easy, CURLOPT_ERRORBUFFER, curl_message_.data());
  set(easy, CURLOPT_HEADERFUNCTION, &Calls::head);
  set(easy, CURLOPT_HEADERDATA, this);
  set(easy, CURLOPT_WRITEFUNCTION, &Calls::body);
  set(easy, CURLOPT_WRITEDATA, this);
}

void Transfer::set_headers(const Validators& have) {
  append(headers_, "Accept: image/*, */*;q=0.5");
  // Said aloud, because some servers compress for whoever says nothing.
  append(headers_, "Accept-Encoding: identity");
  if (is_validator(have.etag)) append(headers_, "If-None-Match: " + have.etag);
  if (is_validator(have.last_modified))
    append(headers_, "If-Modified-Since: " + have.last_modified);
}

Task<void> Transfer::run(SteadyTime until) {
  parts_.multi.add(easy_.get(), *this);
  added_ = true;
  while (!ended_ && !failure_) {
    const auto look = next_look(std::chrono::steady_clock::now(), until);
    if (failure_) break;
    co_await signal_.wait_until(look);
    if (parts_.wakeups.closed()) stop({FailureKind::unavailable, "Vitrine is stopping", {}});
  }
}

SteadyTime Transfer::next_look(SteadyTime now, SteadyTime until) {
  const auto& config = parts_.config;
  if (now >= until) {
    stop({FailureKind::timeout,
          "The origin took longer than " + in_seconds(config.fetch_time_max),
          {}},
         Refusal::time);
    return now;
  }
  if (!head_.complete()) return until;
  if (!measured_since_) measured_since_ = now;
  const auto measured_until = *measured_since_ + config.slow_time_max;
  if (now < measured_until) return std::min(until, measured_until);
  const std::uint64_t got = body_.size() + dropped_bytes_ - measured_from_;
  const auto wanted = static_cast<double>(config.rate_bytes_min) *
                      std::chrono::duration<double>(config.slow_time_max).count();
  if (static_cast<double>(got) < wanted) {
    stop({FailureKind::timeout,
          fmt::format("The origin sent less than {} bytes a second for {}",
                      config.rate_bytes_min,
                      in_seconds(config.slow_time_max)),
          {}},
         Refusal::rate);
    return now;
  }
  measured_since_ = now;
  measured_from_ += got;
  return std::min(until, now + config.slow_time_max);
}

bool Transfer::add_head(std::string_view line) {
  const bool was_complete = head_.complete();
  head_.add(line);
  if (head_.bytes() > kHeadBytesMax) {
    return stop(
        {FailureKind::upstream,
         fmt::format("The origin answered with a head of more than {} bytes", kHeadBytesMax),
         {}},
        Refusal::head);
  }
  if (was_complete || !head_.complete()) return true;
  // The rate is measured from here on.
  signal_.notify();
  return begin_body();
}

bool Transfer::begin_body() {
  if (head_.status() != 200) return true;
  const auto& encoding = head_.content_encoding();
  if (!encoding.empty() && encoding != "identity") {
    return stop({FailureKind::upstream,
                 "The origin answered with an encoding that was not asked for",
                 "Content-Encoding: " + encoding});
  }
  const auto length = head_.content_length();
  if (!length) return true;
  if (*length > parts_.config.body_bytes_max) {
    return stop({FailureKind::unsupported,
                 fmt::format("The original is larger than the limit of {} bytes",
                             parts_.config.body_bytes_max),
                 fmt::format("Content-Length: {}", *length)},
                Refusal::body);
  }
  if (!share_.grow_to(*length)) {
    return stop(
        {FailureKind::busy, "Too many bytes of originals are in memory; try again later", {}},
        Refusal::memory);
  }
  body_.reserve(*length);
  return true;
}

bool Transfer::add_body(std::string_view bytes) {
  if (head_.status() != 200) {
    dropped_bytes_ += bytes.size();
    return dropped_bytes_ <= kDroppedBytesMax;
  }
  const auto size = body_.size() + bytes.size();
  if (size > parts_.config.body_bytes_max) {
    return stop({FailureKind::unsupported,
                 fmt::format("The original is larger than the limit of {} bytes",
                             parts_.config.body_bytes_max),
                 {}},
                Refusal::body);
  }
  if (!share_.grow_to(size)) {
    return stop(
        {FailureKind::busy, "Too many bytes of originals are in memory; try again later", {}},
        Refusal::memory);
  }
  body_.append(bytes);
  return true;
}

bool Transfer::stop(Failure failure, std::optional<Refusal> reason) {
  if (reason) parts_.counters.refused(*reason);
  if (!failure_) failure_ = std::move(failure);
  return false;
}

void Transfer::ended(CURLcode code) {
  ended_ = true;
  signal_.notify();
  if (failure_ || code == CURLE_OK) return;
  // Stopped by us after the head, in a body that nobody wants.
  if (code == CURLE_WRITE_ERROR && head_.complete()) return;
  // The time-out is the one for connecting, the only one that libcurl was given.
  unreachable_ = code == CURLE_COULDNT_CONNECT || code == CURLE_OPERATION_TIMEDOUT;
  failure_ = transfer_failure(code, parts_.config.connect_time_max, curl_message_.data());
}

}  // namespace vitrine::origin
