#include "store/redis/settling.h"

#include <algorithm>

#include <fmt/format.h>

#include "store/redis/keys.h"
#include "store/redis/redis_failure.h"
#include "store/redis/scripts.h"
#include "store/redis/state_rows.h"
#include "store/redis/stream_position.h"

namespace vitrine::store::redis {

namespace {

constexpr const char* kRoom = "store";

Result<std::optional<Epoch>> epoch_in(const Reply& reply) {
  auto epoch = parse_epoch(reply[1].text());
  if (!epoch) {
    return std::unexpected(broken_connection(Broken::not_understood, reply[1].text()));
  }
  return epoch;
}

}  // namespace

std::chrono::milliseconds Settling::pause() const {
  using std::chrono::milliseconds;
  return std::clamp(config_.grace / 10, milliseconds{5}, milliseconds{200});
}

Result<std::optional<Epoch>> Settling::attempt(tallies::Position known, tallies::Reader& reader) {
  TRY(const auto reply,
      connection_.run(kSettleScript,
                      {kEpochKey, kSettlingKey, kLogKey, kCutKey},
                      {connection_.server().run,
                       instance_,
                       sortable_id(known),
                       random_name(),
                       std::to_string(config_.grace.count())}));
  if (reply[0].text() == "ok") return epoch_in(reply);
  if (reply[0].text() == "rebuild") return rebuild(known, reader);
  return std::optional<Epoch>();
}

Result<std::optional<Epoch>> Settling::rebuild(tallies::Position known, tallies::Reader& reader) {
  log_.warning(kRoom,
               "Redis lacks what was counted; this instance has read furthest, and writes it anew");
  TRY(const bool cleared, clear());
  if (!cleared) return std::optional<Epoch>();
  TRY(const bool written, write_all(known, reader));
  if (!written) return std::optional<Epoch>();
  TRY(const auto reply,
      connection_.run(kRebuiltScript,
                      {kEpochKey, kSettlingKey, kLogKey, kCutKey, kSaverKey},
                      {connection_.server().run, instance_, sortable_id(known), random_name()}));
  if (reply[0].text() != "ok") return std::optional<Epoch>();
  log_.info(kRoom, "everything is in Redis again");
  return epoch_in(reply);
}

Result<bool> Settling::clear() {
  Command keys{kSettlingKey, kLogKey, kCutKey, kGoneKey, kReadersKey, kSaverKey};
  for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) keys.push_back(bucket_key(bucket));
  TRY(const auto reply, connection_.run(kClearScript, keys, {instance_}));
  return reply[0].text() == "ok";
}

Result<bool> Settling::write_all(tallies::Position known, tallies::Reader& reader) {
  reader.change_all();
  while (true) {
    const auto states = reader.changed(config_.slice);
    Command keys{kSettlingKey, kGoneKey};
    Command arguments{instance_, sortable_id(known)};
    add_states(states, keys, arguments);
    const auto reply = connection_.run(kRebuildScript, keys, arguments);
    if (!reply || (*reply)[0].text() != "ok") reader.not_saved(states);
    if (!reply) return std::unexpected(reply.error());
    if ((*reply)[0].text() != "ok") return false;
    if (states.size() < config_.slice) return true;
  }
}

}  // namespace vitrine::store::redis
