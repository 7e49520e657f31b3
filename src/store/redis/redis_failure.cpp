#include "store/redis/redis_failure.h"

#include <string>

#include <fmt/format.h>

namespace vitrine::store::redis {

namespace {

struct Meaning {
  // Anywhere in what Redis said: an error inside of a script is wrapped into other words, which
  // differ from version to version.
  std::string_view code;
  std::string_view sentence;
  std::string_view advice;
};

constexpr Meaning kMeanings[] = {
    {"WRONGPASS", "Redis refuses the user or the password", "correct them in `store`"},
    {"invalid password", "Redis refuses the user or the password", "correct them in `store`"},
    {"NOAUTH",
     "Redis wants a password",
     "write it into `store`: redis://:password@host or redis://user:password@host"},
    {"without any password",
     "Redis has no password, but `store` has one",
     "set one in Redis (requirepass), or take it out of `store`"},
    {"NOPERM",
     "Redis does not let this user do what Vitrine needs",
     "allow it the keys {vitrine:*} and all commands on them, INFO, and EVALSHA and SCRIPT"},
    {"READONLY", "Redis is a read-only replica", "write the address of the primary into `store`"},
    {"MISCONF", "Redis cannot write to its disk", "make room on its disk, and see its log"},
    {"OOM", "Redis has no memory left", "give it more (maxmemory)"},
    {"LOADING", "Redis is still loading its data", "start Vitrine when it is ready"},
    {"NOREPLICAS",
     "Redis has too few replicas to take writes",
     "start them, or lower min-replicas-to-write"},
    {"MASTERDOWN", "This replica has lost its primary", "write the address of the primary"},
    {"MOVED",
     "This node of the Redis cluster does not have Vitrine's keys",
     "write the node that has the slot of {vitrine:tallies} into `store`"},
    {"CLUSTERDOWN", "The Redis cluster is down", "see `redis-cli cluster info`"},
    {"out of range",
     "Redis has no database of that number",
     "take a number below `databases` of its configuration"},
};

constexpr std::string_view kBroken[] = {
    "Redis cannot be reached",
    "Redis has ended the connection",
    "Redis does not answer in time",
    "Redis answers what nobody understands",
};

std::string_view advice_for(const Failure& failure) {
  for (const auto& meaning : kMeanings) {
    if (failure.public_message == meaning.sentence) return meaning.advice;
  }
  if (failure.public_message == kBroken[static_cast<int>(Broken::unreachable)]) {
    return "start it there, or correct the host and the port of `store`";
  }
  return "see whether it works with redis-cli";
}

}  // namespace

Failure refused_by_redis(std::string_view text) {
  for (const auto& meaning : kMeanings) {
    if (!text.contains(meaning.code)) continue;
    return {FailureKind::unavailable, std::string(meaning.sentence), std::string(text)};
  }
  return {FailureKind::unavailable, "Redis refuses a command", std::string(text)};
}

Failure broken_connection(Broken how, std::string_view detail) {
  return {
      FailureKind::unavailable, std::string(kBroken[static_cast<int>(how)]), std::string(detail)};
}

std::runtime_error start_error(const RedisAddress& address, const Failure& failure) {
  return std::runtime_error(fmt::format("{}: {}: {} ({})",
                                        shown(address),
                                        failure.public_message,
                                        advice_for(failure),
                                        failure.detail));
}

}  // namespace vitrine::store::redis
