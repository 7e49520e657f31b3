#include "origin/system_resolver.h"

#include <netdb.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <memory>
#include <system_error>
#include <utility>

#include "origin/socket_address.h"

namespace vitrine::origin {

namespace {

constexpr std::size_t kThreads = 4;
constexpr std::size_t kWaitingMax = 256;

std::unexpected<Failure> unknown(const std::string& host, int error, int error_number) {
  const std::string reason = error == EAI_SYSTEM ? std::generic_category().message(error_number)
                                                 : std::string(gai_strerror(error));
  return fail(FailureKind::upstream, "The host of the original is not known", host + ": " + reason);
}

Result<Resolver::Addresses> look_up(const std::string& host) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const int error = getaddrinfo(host.c_str(), nullptr, &hints, &list);
  if (error != 0) return unknown(host, error, errno);
  const std::unique_ptr<addrinfo, decltype(&freeaddrinfo)> owned(list, &freeaddrinfo);
  Resolver::Addresses addresses;
  for (const auto* entry = list; entry != nullptr; entry = entry->ai_next) {
    const auto endpoint = endpoint_of(entry->ai_addr);
    if (!endpoint || std::ranges::find(addresses, endpoint->address) != addresses.end()) continue;
    addresses.push_back(endpoint->address);
  }
  if (addresses.empty()) return unknown(host, EAI_NONAME, 0);
  return addresses;
}

}  // namespace

SystemResolver::SystemResolver()
    : admission_("name lookup", kThreads, kWaitingMax),
      pool_({.name = "origin-names", .threads = kThreads}) {
}

SystemResolver::~SystemResolver() {
  stopping_ = true;
}

void SystemResolver::resolve(std::string host, Answer answer) {
  auto slot = admission_.enter();
  if (!slot) {
    answer(std::unexpected(std::move(slot).error()));
    return;
  }
  pool_.submit([this,
                slot = std::move(*slot),
                host = std::move(host),
                answer = std::move(answer)]() mutable {
    if (stopping_) {
      answer(fail(FailureKind::unavailable, "Vitrine is stopping"));
    } else {
      answer(look_up(host));
    }
  });
}

}  // namespace vitrine::origin
