#include "app/sell_flags.h"

#include <charconv>

#include <fmt/format.h>

namespace vitrine::app {

namespace {

template <class Number>
Result<Number> number_flag(
    const Arguments& arguments, const std::string& name, Number otherwise, Number min, Number max) {
  const auto flag = arguments.own.find(name);
  if (flag == arguments.own.end()) return otherwise;
  Number value{};
  const char* const end = flag->second.data() + flag->second.size();
  const auto read = std::from_chars(flag->second.data(), end, value);
  if (read.ec == std::errc{} && read.ptr == end && value >= min && value <= max) return value;
  return fail(
      FailureKind::bad_request,
      fmt::format("--{} = {}: must be a number from {} to {}", name, flag->second, min, max));
}

}  // namespace

Result<std::uint64_t> whole_flag(const Arguments& arguments,
                                 const std::string& name,
                                 std::uint64_t otherwise,
                                 std::uint64_t max) {
  return number_flag<std::uint64_t>(arguments, name, otherwise, 0, max);
}

Result<double> decimal_flag(
    const Arguments& arguments, const std::string& name, double otherwise, double min, double max) {
  return number_flag<double>(arguments, name, otherwise, min, max);
}

std::string till_url(const Config& config, const Arguments& arguments) {
  auto bind =
      config.status_server.bind.empty() ? config.public_server.bind : config.status_server.bind;
  if (bind == "0.0.0.0" || bind == "::") bind = "127.0.0.1";
  if (bind.contains(':')) bind = "[" + bind + "]";
  auto url =
      own_flag(arguments, "to", fmt::format("http://{}:{}", bind, config.status_server.port));
  while (url.ends_with('/')) url.pop_back();
  constexpr std::string_view kPath = "/purchases";
  return url.ends_with(kPath) ? url : url + std::string(kPath);
}

std::string till_key(const Config& config, const Arguments& arguments) {
  return own_flag(arguments, "key", config.operator_key);
}

feed::WebLimits web_limits(const Config& config) {
  return {.body_bytes_max = config.origin.body_bytes_max,
          .time_max = config.origin.fetch_time_max,
          .connect_time_max = config.origin.connect_time_max};
}

feed::Pause pause_until_signal(const Signals& signals) {
  return [&signals](std::chrono::milliseconds time) { return !signals.wait_for(time); };
}

}  // namespace vitrine::app
