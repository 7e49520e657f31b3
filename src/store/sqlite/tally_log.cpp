#include "store/sqlite/tally_log.h"

#include <chrono>
#include <memory>
#include <stdexcept>
#include <utility>

#include "failure/check.h"
#include "store/sqlite/commit.h"
#include "store/sqlite/start_error.h"

namespace vitrine::store::sqlite {

// One record on its way. The time is that of the store, in milliseconds, so that the reader hears
// the same when the record is read back.
class TallyLog::Append final : public Change {
 public:
  Append(TallyLog& log, std::string record)
      : Change(Statements::one, record.size()), log_(log), record_(std::move(record)) {}

  Result<void> apply(Database& database) override {
    if (!log_.open_) return fail(FailureKind::unavailable, "The log of the tallies is closed");
    // A position whose commit fails is left out.
    position_ = ++log_.last_;
    at_ = std::chrono::floor<std::chrono::milliseconds>(log_.clock_.wall());
    return database.run("INSERT INTO tally_log (position, at, record) VALUES (?1, ?2, ?3)",
                        {static_cast<std::int64_t>(position_),
                         std::int64_t{at_.time_since_epoch().count()},
                         Blob{record_}});
  }

  void committed() noexcept override {
    log_.reader_->apply(record_, position_, at_);
    log_.saving_.note_record(position_, record_.size());
  }

  tallies::Position position() const { return position_; }

 private:
  TallyLog& log_;
  const std::string record_;
  tallies::Position position_ = 0;
  std::chrono::sys_time<std::chrono::milliseconds> at_;
};

TallyLog::TallyLog(Writer& writer, const Clock& clock, TallySavingConfig config)
    : writer_(writer), clock_(clock), saving_(clock, config) {
}

TallyLog::~TallyLog() {
  stop();
}

void TallyLog::start(tallies::Reader& reader) {
  check(reader_ == nullptr, "a log is started once");
  reader_ = &reader;
  const auto read = writer_.call([this, &reader](Database& database) -> Result<void> {
    TRY(last_, saving_.read_back(database, reader));
    return {};
  });
  if (!read) throw start_error(writer_.file(), read.error());
  writer_.between_groups([this] {
    open_ = true;
    writer_.add_background(saving_);
  });
}

Task<Result<tallies::Position>> TallyLog::append(std::string record) {
  check(!record.empty() && record.size() <= kRecordBytesMax,
        "a record has 1 to kRecordBytesMax bytes");
  auto change = std::make_unique<Append>(*this, std::move(record));
  CO_TRY(const auto appended, co_await commit(writer_, std::move(change)));
  co_return appended->position();
}

void TallyLog::stop() {
  writer_.between_groups([this] {
    open_ = false;
    writer_.remove_background(saving_);
  });
}

std::string TallyLog::trouble() const {
  return writer_.trouble();
}

}  // namespace vitrine::store::sqlite
