#include "store/redis/address.h"

#include <charconv>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace vitrine::store::redis {

namespace {

constexpr std::string_view kForm = "redis://[user:password@]host[:port][/database]";

std::unexpected<Failure> refuse(std::string_view what) {
  return fail(FailureKind::bad_request, fmt::format("{}; an address is {}", what, kForm));
}

template <class Number>
std::optional<Number> number_in(std::string_view text) {
  Number number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return {};
  return number;
}

std::optional<std::string> decoded(std::string_view text) {
  std::string plain;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      plain += text[i];
      continue;
    }
    unsigned char byte = 0;
    const auto* first = text.data() + i + 1;
    if (text.size() - i < 3) return {};
    const auto [end, error] = std::from_chars(first, first + 2, byte, 16);
    if (error != std::errc() || end != first + 2) return {};
    plain += static_cast<char>(byte);
    i += 2;
  }
  return plain;
}

Result<void> read_secret(std::string_view text, RedisAddress& address) {
  if (text.find_first_of("/?#@") != std::string_view::npos) {
    return refuse("the user or the password has one of / ? # @, which are written %2F %3F %23 %40");
  }
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return refuse("there is a user and no password");
  auto user = decoded(text.substr(0, colon));
  auto password = decoded(text.substr(colon + 1));
  if (!user || !password) return refuse("the user or the password has a % without two digits");
  if (password->empty()) return refuse("the password is empty");
  address.user = std::move(*user);
  address.password = std::move(*password);
  return {};
}

Result<void> read_port(std::string_view text, RedisAddress& address) {
  if (text.empty()) return {};
  const auto port = number_in<std::uint16_t>(text.substr(1));
  if (text.front() != ':' || !port || *port == 0) {
    return refuse(fmt::format("\"{}\" is not a port from 1 to 65535", text.substr(1)));
  }
  address.port = *port;
  return {};
}

Result<void> read_host(std::string_view text, RedisAddress& address) {
  auto end = text.find(':');
  if (text.starts_with('[')) {
    end = text.find(']');
    if (end == std::string_view::npos) return refuse("a [ without its ]");
    address.host = text.substr(1, end - 1);
    ++end;
  } else {
    address.host = text.substr(0, end);
  }
  if (address.host.empty()) return refuse("there is no host");
  if (address.host.find_first_of(" \t%?#") != std::string::npos) {
    return refuse(fmt::format("\"{}\" is not a host", address.host));
  }
  return read_port(end >= text.size() ? std::string_view() : text.substr(end), address);
}

}  // namespace

Result<RedisAddress> parse_redis_address(std::string_view text) {
  constexpr std::string_view kScheme = "redis://";
  if (text.starts_with("rediss://")) {
    return refuse("rediss:// is Redis behind TLS, which Vitrine does not speak (a tunnel does)");
  }
  if (!text.starts_with(kScheme)) return refuse("it does not begin with redis://");
  text.remove_prefix(kScheme.size());
  RedisAddress address;
  // The last one: a password with an @ of its own must never be taken for a host and printed.
  if (const auto at = text.rfind('@'); at != std::string_view::npos) {
    TRY_VOID(read_secret(text.substr(0, at), address));
    text.remove_prefix(at + 1);
  }
  const auto slash = text.find('/');
  TRY_VOID(read_host(text.substr(0, slash), address));
  if (slash == std::string_view::npos || slash + 1 == text.size()) return address;
  const auto database = number_in<unsigned>(text.substr(slash + 1));
  if (!database) {
    return refuse(fmt::format("\"{}\" is not the number of a database", text.substr(slash + 1)));
  }
  address.database = *database;
  return address;
}

std::string shown(const RedisAddress& address) {
  const bool colons = address.host.contains(':');
  return fmt::format("redis://{}{}{}:{}/{}",
                     colons ? "[" : "",
                     address.host,
                     colons ? "]" : "",
                     address.port,
                     address.database);
}

}  // namespace vitrine::store::redis
