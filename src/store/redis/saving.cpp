#include "store/redis/saving.h"

#include <algorithm>
#include <utility>

#include "store/redis/keys.h"
#include "store/redis/scripts.h"
#include "store/redis/state_rows.h"
#include "store/redis/stream_position.h"

namespace vitrine::store::redis {

namespace {

using std::chrono::steady_clock;

bool is_ok(const Reply& reply) {
  return reply[0].text() == "ok";
}

std::uint64_t less(std::uint64_t from, std::uint64_t what) {
  return from - std::min(from, what);
}

}  // namespace

Saving::Saving(SavingConfig config, std::string instance, Connection& connection)
    : config_(config), instance_(std::move(instance)), connection_(connection) {
}

void Saving::begin_at(tallies::Position cut) {
  step_ = Step::waiting;
  hurried_ = false;
  extent_ = {};
  cut_ = cut;
  not_before_ = steady_clock::now();
}

void Saving::note_record(std::size_t bytes) {
  if (extent_.records == 0) oldest_ = steady_clock::now();
  ++extent_.records;
  extent_.bytes += bytes;
}

void Saving::note_cut(tallies::Position cut) {
  if (cut <= cut_) return;
  cut_ = cut;
  // Of our own pass it is known what was cut off. Of another's, what came since it began is not;
  // it is saved with what comes next.
  if (step_ == Step::waiting) extent_ = {};
}

bool Saving::due() const {
  const auto now = steady_clock::now();
  if (now < not_before_) return false;
  if (hurried_) return true;
  if (extent_.records == 0) return false;
  return extent_.bytes > config_.save_bytes || extent_.records > config_.save_records ||
         now - oldest_ >= config_.save_after;
}

Result<void> Saving::step(const Epoch& epoch, tallies::Position applied, tallies::Reader& reader) {
  if (step_ == Step::waiting && !due()) return {};
  const auto advanced = advance(epoch, applied, reader);
  if (!advanced || !*advanced) give_up();
  if (!advanced && !connection_.is_open()) return std::unexpected(advanced.error());
  return {};
}

Result<bool> Saving::advance(const Epoch& epoch,
                             tallies::Position applied,
                             tallies::Reader& reader) {
  switch (step_) {
    case Step::waiting:
      return take_lock(applied);
    case Step::saving:
      return save(epoch, applied, reader);
    case Step::cutting:
      return cut(epoch);
    case Step::sweeping:
      return sweep(epoch);
  }
  return false;
}

Result<bool> Saving::take_lock(tallies::Position applied) {
  TRY(const auto reply,
      connection_.run(
          kLockScript, {kSaverKey}, {instance_, std::to_string(config_.lock_for.count())}));
  if (!is_ok(reply)) return false;
  step_ = Step::saving;
  pass_cut_ = applied;
  pass_extent_ = extent_;
  oldest_ = steady_clock::now();
  hurried_ = false;
  return true;
}

Result<bool> Saving::save(const Epoch& epoch, tallies::Position applied, tallies::Reader& reader) {
  const auto states = reader.changed(config_.slice);
  Command keys{kEpochKey, kSaverKey, kCutKey, kGoneKey};
  Command arguments{
      epoch.text, instance_, sortable_id(applied), std::to_string(config_.lock_for.count())};
  add_states(states, keys, arguments);
  auto reply = connection_.run(kSaveScript, keys, arguments);
  // One whose answer was lost may be saved, and saving it again does no harm.
  if (!reply || !is_ok(*reply)) reader.not_saved(states);
  if (!reply) return std::unexpected(std::move(reply).error());
  if (states.size() < config_.slice) step_ = Step::cutting;
  return is_ok(*reply);
}

Result<bool> Saving::cut(const Epoch& epoch) {
  TRY(const auto reply,
      connection_.run(kCutScript,
                      {kEpochKey, kSaverKey, kCutKey, kReadersKey, kLogKey},
                      {epoch.text,
                       instance_,
                       sortable_id(pass_cut_),
                       std::to_string(config_.silent_after.count()),
                       std::to_string(config_.lock_for.count())}));
  if (!is_ok(reply)) return false;
  extent_.records = less(extent_.records, pass_extent_.records);
  extent_.bytes = less(extent_.bytes, pass_extent_.bytes);
  step_ = Step::sweeping;
  cursor_ = "0";
  return true;
}

// Keys that are gone are few, so this is most often one look at an empty list.
Result<bool> Saving::sweep(const Epoch& epoch) {
  TRY(const auto page,
      connection_.call({"HSCAN", kGoneKey, cursor_, "COUNT", std::to_string(config_.slice)}));
  cursor_ = page[0].text();
  const auto gone = page[1];
  if (gone.size() > 0) {
    Command keys{kEpochKey, kSaverKey, kCutKey, kGoneKey};
    Command arguments{epoch.text, instance_, std::to_string(config_.lock_for.count())};
    for (std::size_t i = 0; i + 1 < gone.size(); i += 2) {
      const std::string key(gone[i].text());
      keys.push_back(bucket_key(bucket_of(key)));
      arguments.emplace_back(gone[i + 1].text());
      arguments.push_back(key);
    }
    TRY(const auto reply, connection_.run(kSweepScript, keys, arguments));
    if (!is_ok(reply)) return false;
  }
  if (cursor_ != "0" && !cursor_.empty()) return true;
  TRY_VOID(release());
  return true;
}

Result<void> Saving::release() {
  step_ = Step::waiting;
  TRY_VOID(connection_.run(kUnlockScript, {kSaverKey}, {instance_}));
  return {};
}

void Saving::give_up() {
  // What was cut off stays cut off; the states that were saved stay saved, the next pass has the
  // others.
  const bool again = step_ == Step::saving || step_ == Step::cutting;
  step_ = Step::waiting;
  hurried_ = hurried_ || again;
  not_before_ = steady_clock::now() + config_.try_again_after;
}

}  // namespace vitrine::store::redis
