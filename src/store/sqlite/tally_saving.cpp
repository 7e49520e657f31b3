#include "store/sqlite/tally_saving.h"

#include <algorithm>
#include <utility>

#include "failure/check.h"

namespace vitrine::store::sqlite {

namespace {

constexpr std::chrono::microseconds kSliceTimeMax{1000};
constexpr std::size_t kSliceMin = 8;
constexpr std::size_t kSliceMax = 1024;

std::int64_t number(std::uint64_t value) {
  return static_cast<std::int64_t>(value);
}

}  // namespace

// Measures itself, and gives the pass up when it fails.
class TallySaving::Slice : public Change {
 public:
  Slice(TallySaving& saving, Statements statements)
      : Change(statements, 0), saving_(saving), began_(saving.clock_.steady()) {}

  void committed() noexcept override {
    saving_.fit_slice(began_);
    done();
  }

  void failed(const Failure& /*failure*/) noexcept override { saving_.give_up(); }

 protected:
  virtual void done() = 0;

  TallySaving& saving_;

 private:
  const SteadyTime began_;
};

class TallySaving::SaveSlice final : public Slice {
 public:
  SaveSlice(TallySaving& saving, std::vector<tallies::Saved> states, bool last)
      : Slice(saving, Statements::several), states_(std::move(states)), last_(last) {}

  Result<void> apply(Database& database) override {
    for (const auto& state : states_) TRY_VOID(save(database, state));
    return {};
  }

  void failed(const Failure& failure) noexcept override {
    saving_.reader_->not_saved(states_);
    Slice::failed(failure);
  }

 private:
  Result<void> save(Database& database, const tallies::Saved& state) const {
    check(!state.key.empty() && state.key.size() <= tallies::Log::kKeyBytesMax,
          "a key has 1 to kKeyBytesMax bytes");
    if (state.state.empty()) {
      return database.run("UPDATE tally_state SET gone = ?2 WHERE key = ?1",
                          {Blob{state.key}, number(saving_.cut_)});
    }
    return database.run(
        "INSERT OR REPLACE INTO tally_state (key, holds, state) VALUES (?1, ?2, ?3)",
        {Blob{state.key}, number(saving_.last_), Blob{state.state}});
  }

  void done() override {
    if (last_) saving_.step_ = Step::cutting;
  }

  const std::vector<tallies::Saved> states_;
  const bool last_;
};

class TallySaving::CutSlice final : public Slice {
 public:
  explicit CutSlice(TallySaving& saving) : Slice(saving, Statements::one) {}

  Result<void> apply(Database& database) override {
    return database.run("UPDATE tally_cut SET position = ?1", {number(saving_.cut_)});
  }

 private:
  void done() override {
    saving_.extent_.records -= saving_.cut_extent_.records;
    saving_.extent_.bytes -= saving_.cut_extent_.bytes;
    saving_.step_ = Step::sweeping;
  }
};

class TallySaving::SweepSlice final : public Slice {
 public:
  explicit SweepSlice(TallySaving& saving) : Slice(saving, Statements::several) {}

  Result<void> apply(Database& database) override {
    TRY_VOID(
        database.run("DELETE FROM tally_state WHERE key IN "
                     "(SELECT key FROM tally_state WHERE gone <= ?1 LIMIT ?2)",
                     {number(saving_.cut_), number(saving_.slice_)}));
    if (database.changed_rows() > 0) return {};
    TRY(const auto first, database.number("SELECT ifnull(min(position), 0) FROM tally_log"));
    nothing_left_ = first == 0 || first > number(saving_.cut_);
    if (nothing_left_) return {};
    const auto end = std::min(number(saving_.cut_), first + number(saving_.slice_) - 1);
    return database.run("DELETE FROM tally_log WHERE position <= ?1", {end});
  }

 private:
  void done() override {
    if (nothing_left_) saving_.step_ = Step::waiting;
  }

  bool nothing_left_ = false;
};

TallySaving::TallySaving(const Clock& clock, TallySavingConfig config)
    : clock_(clock), config_(config), slice_(config.first_slice), not_before_(clock.steady()) {
}

Result<tallies::Position> TallySaving::read_back(Database& database, tallies::Reader& reader) {
  reader_ = &reader;
  TRY(const auto cut, database.number("SELECT position FROM tally_cut"));
  cut_ = static_cast<tallies::Position>(cut);
  last_ = cut_;
  // The pass that marked these rows was not finished, and the next one begins anew.
  TRY_VOID(database.run("UPDATE tally_state SET gone = NULL WHERE gone > ?1", {number(cut_)}));
  TRY_VOID(restore_states(database));
  TRY_VOID(apply_records(database));
  // A sweep may have been cut short.
  step_ = Step::sweeping;
  return last_;
}

Result<void> TallySaving::restore_states(Database& database) {
  TRY(auto rows, database.query("SELECT key, state, holds FROM tally_state WHERE gone IS NULL"));
  while (true) {
    TRY(const bool row, rows.step());
    if (!row) return {};
    reader_->restore(rows.blob(0), rows.blob(1), static_cast<tallies::Position>(rows.integer(2)));
  }
}

Result<void> TallySaving::apply_records(Database& database) {
  TRY(auto rows,
      database.query("SELECT position, at, record FROM tally_log WHERE position > ?1 "
                     "ORDER BY position",
                     {number(cut_)}));
  while (true) {
    TRY(const bool row, rows.step());
    if (!row) return {};
    const auto position = static_cast<tallies::Position>(rows.integer(0));
    const auto record = rows.blob(2);
    reader_->apply(record, position, WallTime{std::chrono::milliseconds{rows.integer(1)}});
    note_record(position, record.size());
  }
}

void TallySaving::note_record(tallies::Position position, std::size_t bytes) {
  if (extent_.records == 0) oldest_ = clock_.steady();
  last_ = position;
  ++extent_.records;
  extent_.bytes += bytes;
}

std::unique_ptr<Change> TallySaving::next_slice() {
  if (clock_.steady() < not_before_) return nullptr;
  if (step_ == Step::waiting && due()) begin();
  switch (step_) {
    case Step::waiting:
      return nullptr;
    case Step::saving: {
      auto states = reader_->changed(slice_);
      const bool last = states.size() < slice_;
      return std::make_unique<SaveSlice>(*this, std::move(states), last);
    }
    case Step::cutting:
      return std::make_unique<CutSlice>(*this);
    case Step::sweeping:
      return std::make_unique<SweepSlice>(*this);
  }
  return nullptr;
}

bool TallySaving::due() const {
  if (extent_.records == 0) return false;
  return extent_.bytes > config_.save_bytes || extent_.records > config_.save_records ||
         clock_.steady() - oldest_ >= config_.save_after;
}

void TallySaving::begin() {
  step_ = Step::saving;
  cut_ = last_;
  cut_extent_ = extent_;
  // Whatever comes from here on is for the next pass.
  oldest_ = clock_.steady();
}

void TallySaving::fit_slice(SteadyTime began) {
  const auto took = clock_.steady() - began;
  if (took > kSliceTimeMax) slice_ = std::max(kSliceMin, slice_ / 2);
  if (took < kSliceTimeMax / 4) slice_ = std::min(kSliceMax, slice_ * 2);
}

void TallySaving::give_up() {
  not_before_ = clock_.steady() + config_.try_again_after;
  // What was cut off stays cut off.
  if (step_ == Step::sweeping) return;
  // The states that were saved stay saved; the next pass has the others.
  step_ = Step::waiting;
  oldest_ = clock_.steady() - config_.save_after;
}

}  // namespace vitrine::store::sqlite
