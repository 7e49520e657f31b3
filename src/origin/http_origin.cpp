#include "origin/http_origin.h"

#include <chrono>
#include <ctime>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <boost/asio/post.hpp>
#include <curl/curl.h>
#include <fmt/format.h>

#include "origin/transfer_failure.h"
#include "runtime/shared_bytes.h"

namespace vitrine::origin {

namespace ip = boost::asio::ip;

namespace {

// A host with more addresses is checked whole, but not tried for ever.
constexpr std::size_t kAddressesTriedMax = 4;

SteadyTime now() {
  return std::chrono::steady_clock::now();
}

bool is_redirect(int status) {
  return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

Failure too_slow(const Config& config) {
  return {FailureKind::timeout,
          "The origin took longer than " + in_seconds(config.fetch_time_max),
          "while looking up its name"};
}

std::optional<WallTime> time_of(const std::string& http_date) {
  const std::time_t seconds = ::curl_getdate(http_date.c_str(), nullptr);
  if (http_date.empty() || seconds == -1) return std::nullopt;
  return std::chrono::system_clock::from_time_t(seconds);
}

Result<Fetched> unchanged(const ReplyHead& head, Validators have) {
  if (have.etag.empty() && have.last_modified.empty()) {
    return fail(FailureKind::upstream, "The origin answered 304 to a request without conditions");
  }
  if (!head.etag().empty()) have.etag = head.etag();
  if (!head.last_modified().empty()) have.last_modified = head.last_modified();
  return Fetched{.unchanged = true, .bytes = nullptr, .validators = std::move(have)};
}

Result<Fetched> answer(const ReplyHead& head, std::string body, Validators have) {
  switch (head.status()) {
    case 200:
      if (body.empty())
        return fail(FailureKind::upstream, "The origin answered with an empty body");
      return Fetched{.unchanged = false,
                     .bytes = share(std::move(body)),
                     .validators = {.etag = head.etag(), .last_modified = head.last_modified()},
                     .modified = time_of(head.last_modified())};
    case 304:
      return unchanged(head, std::move(have));
    case 404:
    case 410:
      return fail(FailureKind::not_found,
                  fmt::format("The origin has no such original (it answered {})", head.status()));
    default:
      return fail(FailureKind::upstream, fmt::format("The origin answered {}", head.status()));
  }
}

// An answer of the resolver on its way to the task that waits for it. Touched by the loop only.
struct Lookup {
  Signal* signal = nullptr;
  std::optional<Result<Resolver::Addresses>> answer;
};

}  // namespace

HttpOrigin::HttpOrigin(TransferParts parts, Resolver& resolver, observe::Log& log)
    : parts_(parts),
      resolver_(resolver),
      log_(log),
      line_({.running_max = parts.config.fetches_max,
             .running_per_host_max = parts.config.fetches_per_host_max,
             .waiting_max = parts.config.fetch_queue_max},
            parts.wakeups) {
}

Task<Result<Fetched>> HttpOrigin::fetch(std::string url, Validators have) {
  auto address = WebAddress::parse(url);
  if (!address) {
    parts_.counters.refused(Refusal::url);
    co_return std::unexpected(std::move(address).error());
  }
  const auto place = co_await line_.enter(address->host(), now() + parts_.config.fetch_time_max);
  if (!place) {
    if (place.error().kind == FailureKind::busy) parts_.counters.refused(Refusal::queue);
    co_return std::unexpected(place.error());
  }
  auto fetched = co_await follow(*address, std::move(have), now() + parts_.config.fetch_time_max);
  if (!fetched) {
    auto& detail = fetched.error().detail;
    detail = detail.empty() ? address->for_log() : address->for_log() + ": " + detail;
  }
  co_return fetched;
}

Task<Result<Fetched>> HttpOrigin::follow(WebAddress& at, Validators have, SteadyTime until) {
  for (int redirects = 0;; ++redirects) {
    CO_TRY(auto addresses, co_await checked_addresses(at, until));
    CO_TRY(auto reply, co_await get(at, std::move(addresses), have, until));
    if (!is_redirect(reply.head.status())) {
      co_return answer(reply.head, std::move(reply.body), std::move(have));
    }
    CO_TRY(at, redirected(at, reply.head, redirects));
  }
}

Task<Result<HttpOrigin::Reply>> HttpOrigin::get(const WebAddress& target,
                                                Resolver::Addresses addresses,
                                                const Validators& have,
                                                SteadyTime until) {
  if (addresses.size() > kAddressesTriedMax) addresses.resize(kAddressesTriedMax);
  std::optional<Failure> failure;
  for (const auto& address : addresses) {
    Transfer transfer(parts_, target, address, have);
    co_await transfer.run(until);
    if (!transfer.failure()) {
      co_return Reply{.head = transfer.head(), .body = std::move(transfer.body())};
    }
    failure = std::move(transfer.failure());
    if (!transfer.unreachable()) break;
  }
  co_return std::unexpected(*std::move(failure));
}

Task<Result<Resolver::Addresses>> HttpOrigin::checked_addresses(const WebAddress& target,
                                                                SteadyTime until) {
  CO_TRY(auto addresses, co_await resolve(target.host(), until));
  // One bad address refuses the host: a name that points to the inside as well as to the outside is
  // an attack or a mistake.
  for (const auto& address : addresses) {
    auto allowed = parts_.guard.check(target.host(), address, target.port());
    if (allowed) continue;
    parts_.counters.refused(Refusal::address);
    log_.info("origin", "refused " + target.for_log() + ": " + allowed.error().detail);
    co_return std::unexpected(std::move(allowed).error());
  }
  co_return addresses;
}

Task<Result<Resolver::Addresses>> HttpOrigin::resolve(std::string host, SteadyTime until) {
  boost::system::error_code error;
  const auto literal = ip::make_address(host, error);
  if (!error) co_return Resolver::Addresses{literal};

  Signal signal(parts_.wakeups);
  const auto lookup = std::make_shared<Lookup>(&signal);
  resolver_.resolve(
      std::move(host),
      [lookup, loop = parts_.wakeups.executor()](Result<Resolver::Addresses> addresses) {
        boost::asio::post(loop, [lookup, addresses = std::move(addresses)]() mutable {
          lookup->answer = std::move(addresses);
          if (lookup->signal != nullptr) lookup->signal->notify();
        });
      });
  while (!lookup->answer && !parts_.wakeups.closed() && now() < until) {
    co_await signal.wait_until(until);
  }
  lookup->signal = nullptr;
  if (lookup->answer) co_return *std::move(lookup->answer);
  if (parts_.wakeups.closed()) {
    co_return fail(FailureKind::unavailable, "Vitrine is stopping");
  }
  parts_.counters.refused(Refusal::time);
  co_return std::unexpected(too_slow(parts_.config));
}

Result<WebAddress> HttpOrigin::redirected(const WebAddress& from,
                                          const ReplyHead& head,
                                          int redirects) {
  if (redirects >= parts_.config.redirects_max) {
    parts_.counters.refused(Refusal::redirects);
    return fail(
        FailureKind::upstream,
        fmt::format("The origin redirects more than {} times", parts_.config.redirects_max));
  }
  if (head.location().empty()) {
    return fail(FailureKind::upstream,
                fmt::format("The origin answered {} without saying where to", head.status()));
  }
  auto next = from.redirected(head.location());
  if (!next) parts_.counters.refused(Refusal::url);
  return next;
}

}  // namespace vitrine::origin
