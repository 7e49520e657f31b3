#include "store/redis/server_facts.h"

#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "store/redis/redis_failure.h"

namespace vitrine::store::redis {

namespace {

// 6.2 is the first that drops the old end of a stream by id.
constexpr std::pair<int, int> kOldest{6, 2};

// 0 when it does not begin with one.
int number_at(std::string_view text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

std::pair<int, int> version_in(std::string_view text) {
  const auto dot = text.find('.');
  if (dot == std::string_view::npos) return {number_at(text), 0};
  return {number_at(text), number_at(text.substr(dot + 1))};
}

void note(ServerFacts& facts, std::string_view name, std::string_view value) {
  if (name == "redis_version") facts.version = value;
  if (name == "run_id") facts.run = value;
  if (name == "role") facts.replica = value != "master";
  if (name == "slave_read_only") facts.read_only = value == "1";
  if (name == "loading") facts.loading = value == "1";
  if (name == "aof_enabled") facts.append_only = value == "1";
  if (name == "maxmemory_policy") facts.eviction = value;
}

}  // namespace

ServerFacts facts_in(std::string_view info) {
  ServerFacts facts;
  while (!info.empty()) {
    const auto end = info.find("\r\n");
    const auto line = info.substr(0, end);
    info.remove_prefix(end == std::string_view::npos ? info.size() : end + 2);
    const auto colon = line.find(':');
    if (colon == std::string_view::npos || line.starts_with('#')) continue;
    note(facts, line.substr(0, colon), line.substr(colon + 1));
  }
  return facts;
}

Result<void> check_usable(const ServerFacts& facts) {
  if (version_in(facts.version) < kOldest) {
    return fail(FailureKind::unavailable,
                "Redis is too old: Vitrine needs 6.2 or newer, or Valkey",
                fmt::format("it is \"{}\"", facts.version));
  }
  if (facts.loading) return std::unexpected(refused_by_redis("LOADING in INFO"));
  if (facts.replica && facts.read_only) {
    return std::unexpected(refused_by_redis("READONLY in INFO"));
  }
  return {};
}

std::vector<std::string> worries(const ServerFacts& facts) {
  std::vector<std::string> all;
  if (!facts.eviction.empty() && facts.eviction != "noeviction") {
    all.push_back(
        fmt::format("Redis throws keys away when its memory is full (maxmemory-policy {}): what "
                    "was counted may be lost; set it to noeviction",
                    facts.eviction));
  }
  if (!facts.append_only) {
    all.emplace_back(
        "Redis keeps no log of its writes (appendonly no): when it and all instances of Vitrine "
        "end at once, what was counted last is lost; set it to yes");
  }
  return all;
}

}  // namespace vitrine::store::redis
