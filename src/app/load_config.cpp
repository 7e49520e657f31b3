#include "app/load_config.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <system_error>

#include <fmt/format.h>

#include "app/environment.h"
#include "app/namespace_setting.h"
#include "app/settings.h"
#include "app/settings_file.h"
#include "store/redis/address.h"

namespace vitrine::app {

namespace {

class Mistakes {
 public:
  void add(const std::string& text) {
    if (!text_.empty()) text_ += '\n';
    text_ += text;
  }

  void add(const Given& given, const Setting& setting, const Mistake& mistake) {
    const auto inside = given.where_inside.find(mistake.key);
    const auto& where = inside == given.where_inside.end() ? given.where : inside->second;
    const auto& value = setting.secret ? "***" : mistake.shown;
    add(fmt::format("{}: {}{}{}: must be {}",
                    where,
                    mistake.key,
                    value.empty() ? "" : " = ",
                    value,
                    mistake.must));
  }

  Result<void> result() && {
    if (text_.empty()) return {};
    return fail(FailureKind::bad_request, std::move(text_));
  }

 private:
  std::string text_;
};

std::string host_name() {
  std::array<char, 256> name{};
  if (::gethostname(name.data(), name.size() - 1) != 0) return "vitrine";
  return name.data();
}

// What depends on other settings.
void complete(Config& config) {
  if (config.instance.empty()) config.instance = host_name();
  if (config.status_server.bind.empty()) config.status_server.bind = config.public_server.bind;
  config.status_server.limits = config.public_server.limits;
  for (auto& space : config.pictures.namespaces) {
    if (space.cache_for == kCacheForNotGiven) space.cache_for = config.cache_for;
    if (!space.origin.empty() || config.source_domain.empty()) continue;
    const std::string_view domain = config.source_domain;
    const auto slash = domain.ends_with('/') ? "" : "/";
    space.origin = fmt::format("{}{}{}/{{id}}/original.jpg", domain, slash, space.name);
  }
}

std::optional<std::string> mistake_of_store(const std::string& store) {
  if (store.starts_with("sqlite:")) return std::nullopt;
  const auto address = store::redis::parse_redis_address(store);
  return address ? std::nullopt : std::optional(address.error().public_message);
}

// Resque's tools read the whole database, and flush it.
std::optional<std::string> mistake_of_jobs(const Config& config) {
  if (config.jobs.address.empty()) return std::nullopt;
  if (auto mistake = mistake_of_store(config.jobs.address)) return mistake;
  const auto store = store::redis::parse_redis_address(config.store);
  const auto jobs = store::redis::parse_redis_address(config.jobs.address);
  if (!store || store->host != jobs->host || store->port != jobs->port ||
      store->database != jobs->database) {
    return std::nullopt;
  }
  return "must be another database than that of `store`";
}

// What one setting alone cannot say.
void check(const Config& config, Mistakes& mistakes) {
  for (const auto& space : config.pictures.namespaces) {
    if (!space.origin.empty()) continue;
    mistakes.add(fmt::format(
        "namespaces.{}: has no origin, and there is no source_domain to take it from", space.name));
  }
  const auto& tls = config.public_server.tls;
  if (tls.certificate_file.empty() != tls.key_file.empty()) {
    mistakes.add("tls.certificate and tls.key: one is given without the other");
  }
  if (const auto mistake = mistake_of_jobs(config)) mistakes.add("jobs.store: " + *mistake);
  if (const auto mistake = mistake_of_store(config.store)) {
    mistakes.add("store: " + *mistake);
  }
  if (config.tallies.hot.minutes > config.tallies.hot.window) {
    mistakes.add(fmt::format("hot.minutes = {}: is more than hot.window = {}",
                             config.tallies.hot.minutes,
                             config.tallies.hot.window));
  }
  if (!config.pictures.signing_salt.empty() && config.pictures.signing_key.empty()) {
    mistakes.add("signing.salt: is given without signing.key");
  }
  if (config.public_server.port != 0 && config.public_server.port == config.status_server.port &&
      config.public_server.bind == config.status_server.bind) {
    mistakes.add(fmt::format("server_port and status_port: both are {} on {}",
                             config.public_server.port,
                             config.public_server.bind));
  }
  if (config.origin.bytes_in_flight_max < config.origin.body_bytes_max) {
    mistakes.add(fmt::format("limits.fetch_bytes = {}: must be at least limits.original_bytes = {}",
                             config.origin.bytes_in_flight_max,
                             config.origin.body_bytes_max));
  }
}

// A name and not a path, so that -e never reads elsewhere.
bool is_file_name(std::string_view name) {
  return !name.empty() && name.size() <= 64 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-';
  });
}

Result<std::vector<Given>> read_file(const ConfigSources& sources) {
  const auto name = sources.environment.value_or("development");
  if (!is_file_name(name)) {
    return fail(FailureKind::bad_request,
                fmt::format("-e \"{}\": must be 1 to 64 letters, digits, '_' and '-'", name));
  }
  const auto path = sources.folder / (name + ".json");
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  if (!file) {
    const auto error = std::error_code(errno, std::generic_category());
    const bool absent = error == std::errc::no_such_file_or_directory;
    if (absent && !sources.environment) return std::vector<Given>();
    return fail(
        FailureKind::bad_request,
        fmt::format("{}: cannot be read: {} (-e {})", path.string(), error.message(), name));
  }
  std::string text;
  // One byte more than is allowed, so that the parser sees that there is too much.
  text.resize(kSettingsFileBytesMax + 1);
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return parse_settings_file(path.string(), text);
}

}  // namespace

Result<Config> make_config(const std::vector<Given>& given) {
  Config config;
  Mistakes mistakes;
  for (const auto& one : given) {
    const auto* setting = find_setting(one.key);
    if (setting == nullptr) {
      mistakes.add(fmt::format("{}: {} is no setting{}", one.where, one.key, suggestion(one.key)));
    } else if (const auto mistake = setting->set(config, one.value)) {
      mistakes.add(one, *setting, *mistake);
    }
  }
  TRY_VOID(Mistakes(mistakes).result());
  complete(config);
  check(config, mistakes);
  TRY_VOID(std::move(mistakes).result());
  return config;
}

Result<Config> load_config(const ConfigSources& sources) {
  TRY(auto given, read_file(sources));
  TRY(const auto variables, parse_environment(sources.variables));
  given.insert(given.end(), variables.begin(), variables.end());
  given.insert(given.end(), sources.flags.begin(), sources.flags.end());
  return make_config(given);
}

}  // namespace vitrine::app
